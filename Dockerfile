# Two images: `gateway` (the last, and the default) is one node, without the demo and what only it needs; `trial` has the
# sample issuer of compose.yaml, and makes its secrets. test/deploy/image.test.ts follows these steps without an engine.
FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --no-fund --no-audit
COPY gateway gateway
COPY sharing-rules sharing-rules
COPY migrations migrations
# The guides that the pages show.
COPY README.md SECURITY.md ./
COPY partner-kit/*.md partner-kit/
RUN npm run --silent build

FROM build AS without-demo
RUN npm prune --omit=dev --omit=optional && rm -r dist/gateway/demo dist/gateway/main.js

FROM node:24-trixie-slim AS trial
RUN apt-get update && apt-get install --yes --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 8081
CMD ["node", "dist/gateway/demo/trial/serve-trial-issuer.js"]

FROM node:24-trixie-slim AS gateway
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
COPY --from=without-demo /app/package.json ./
COPY --from=without-demo /app/node_modules node_modules
COPY --from=without-demo /app/dist dist
RUN mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "dist/gateway/cli.js", "serve"]
