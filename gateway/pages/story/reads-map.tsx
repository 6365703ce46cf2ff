/** Draws the map of a story on the server, as SVG. */
import { type LaidOutMap, MAP_SIZE, type Stop, type StopLabel, type Way } from './lay-out-map.ts';
import { LINE } from './place-labels.ts';
import { colorOf, shapeOf } from './plate-mark.tsx';

const { height, width } = MAP_SIZE;

interface ReadsMapProps {
  readonly map: LaidOutMap;
  readonly describedBy: string;
  /** Ends its name. */
  readonly by: string;
}

export function ReadsMap({ by, describedBy, map }: ReadsMapProps) {
  const { bar, grid, labels, stops, streetNames, streets, times, ways } = map;
  return (
    <svg
      class="story-map"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Map of reads${by}`}
      aria-describedby={describedBy}
    >
      <rect class="map-frame" x="0.5" y="0.5" width={width - 1} height={height - 1} />
      <path class={streets === null ? 'map-grid' : 'map-streets'} d={streets ?? grid} />
      {streetNames.map(({ angle, name, x, y }) => (
        <text
          key={name}
          class="map-text map-street"
          transform={`translate(${x} ${y}) rotate(${angle})`}
          y="4"
          text-anchor="middle"
        >
          {name}
        </text>
      ))}
      {ways.map((way, at) => (
        <WayDrawn key={at} {...way} />
      ))}
      {stops.map((stop) => (
        <StopDrawn key={stop.id} {...stop} />
      ))}
      {times.map(({ lines, x, y }, at) => (
        <text key={at} class="map-text map-took" x={x} y={y} text-anchor="middle">
          {lines}
        </text>
      ))}
      {labels.map((label, at) => (
        <LabelDrawn key={at} {...label} />
      ))}
      <path class="map-line" d={`M16 ${height - 18}v6h${bar.length}v-6`} />
      <text class="map-text" x="16" y={height - 24}>
        {bar.miles} mi
      </text>
      <path class="map-north" d={`M${width - 24} 12l8 20l-8 -6l-8 6z`} />
      <text class="map-text" x={width - 24} y="48" text-anchor="middle">
        N
      </text>
    </svg>
  );
}

function WayDrawn({ path, plate }: Way) {
  return <path class={`map-way ${colorOf(plate)}`} d={path} />;
}

/** Draws several plates beside each other, each with an arrow for each direction in which it drove. */
function StopDrawn({ visits, x, y }: Stop) {
  return (
    <g transform={`translate(${x} ${y})`}>
      {visits.map(({ bearings, plate }, at) => (
        <g
          key={at}
          class={colorOf(plate)}
          transform={at === 0 ? undefined : `translate(${4 * at} ${4 * at})`}
        >
          {bearings.map((bearing) => (
            <path
              key={bearing}
              class="map-arrow"
              d="M0 -9V-24M-4 -19L0 -25L4 -19"
              transform={`rotate(${bearing})`}
            />
          ))}
          <path class="map-stop" d={shapeOf(plate)} />
        </g>
      ))}
    </g>
  );
}

function LabelDrawn({ anchor, isNamed, lines, x, y }: StopLabel) {
  return (
    <text class="map-text" text-anchor={anchor === 'end' ? 'end' : undefined}>
      {lines.map((line, at) => (
        <tspan key={at} class={isNamed && at === 0 ? 'map-name' : 'map-numbers'} x={x} y={y + at * LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
