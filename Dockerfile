# The gateway alone, without what the demo needs; PostgreSQL and Redis are given by DATABASE_URL, READS_DATABASE_URL and REDIS_URL.
FROM node:20-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --no-fund --no-audit
COPY gateway gateway
COPY sharing-rules sharing-rules
COPY migrations migrations
# The guides that the pages show.
COPY README.md SECURITY.md ./
COPY partner-kit/*.md partner-kit/
RUN npm run --silent build && npm prune --omit=dev --omit=optional

FROM node:20-trixie-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 8080
CMD ["node", "dist/gateway/cli.js", "serve"]
