/** A read as it leaves: to a partner, as a hit, and as evidence. The store and the vendor's cloud are brought into it. */
import { object, orNull, type Shape, type TypeOf, text, time, uuid } from '../../http/schemas/shapes.ts';

const number: Shape<number> = { type: 'number' };

export const shownRead = object({
  readId: uuid,
  capturedAt: time,
  plate: text,
  plateState: orNull(text),
  confidence: orNull(number),
  camera: object({ id: text, name: text, lat: orNull(number), lon: orNull(number) }),
  direction: orNull(text),
  vehicle: object({ make: orNull(text), model: orNull(text), color: orNull(text), bodyStyle: orNull(text) }),
});

export type ShownRead = TypeOf<typeof shownRead>;
