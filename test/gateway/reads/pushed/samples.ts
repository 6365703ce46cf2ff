/**
 * One payload a vendor, restated from the sample that the vendor publishes (the source stands in the vendor's file), and
 * the read that it comes to. Images are a few bytes of ours: the guides leave them out.
 */
import { createHash } from 'node:crypto';
import type { Vendor } from '../../../../gateway/reads/pushed/vendors.ts';
import type { DeliveredRead } from '../../../../gateway/reads/read.schema.ts';

const PLATE_IMAGE = Buffer.from('the plate, as the camera cut it out');
const CONTEXT_IMAGE = Buffer.from('the vehicle, as the camera cut it out');
const hashOf = (image: Buffer) => createHash('sha256').update(image).digest('hex');
const named = (...candidates: [name: string, confidence: number][]) =>
  candidates.map(([name, confidence]) => ({ confidence, name }));

export interface Sample {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly read: DeliveredRead;
}

const rekor: Sample = {
  payload: {
    data_type: 'alpr_group',
    version: 2,
    epoch_start: 1562681121504,
    epoch_end: 1562681124479,
    camera_id: 1234,
    agent_type: 'alprd',
    best_plate_number: 'D2651BF',
    best_confidence: 93.877067565918,
    best_region: 'us-mo',
    best_region_confidence: 57.2820510864258,
    country: 'us',
    gps_latitude: 37.635986328125,
    gps_longitude: -79.2059326171875,
    travel_direction: 85.5532836914062,
    is_parked: false,
    candidates: [
      { matches_template: 0, plate: 'D2651BF', confidence: 93.877067565918 },
      { matches_template: 0, plate: 'D2651F', confidence: 74.8114395141602 },
    ],
    best_plate: { plate: 'D2651BF', region: 'us-mo', plate_crop_jpeg: PLATE_IMAGE.toString('base64') },
    vehicle_crop_jpeg: CONTEXT_IMAGE.toString('base64'),
    vehicle: {
      color: named(['black', 27.3192367553711], ['silver-gray', 26.2272186279297]),
      make: named(['chevrolet', 6.7553653717041], ['ford', 18.9258556365967], ['toyota', 6.33295917510986]),
      make_model: named(['ford_focus', 3.64025783538818], ['chevrolet_cruze', 2.92206859588623]),
      body_type: named(['sedan-standard', 51.1733474731445], ['sedan-compact', 14.3800678253174]),
      year: named(['2010-2014', 54.3283767700195]),
    },
  },
  read: {
    capturedAt: '2019-07-09T14:05:21.504Z',
    plate: 'D2651BF',
    plateState: 'MO',
    confidence: 0.9388,
    cameraId: '1234',
    lat: 37.635986328125,
    lon: -79.2059326171875,
    make: 'ford',
    model: 'focus',
    color: 'black',
    bodyStyle: 'sedan-standard',
    plateImageSha256: hashOf(PLATE_IMAGE),
    contextImageSha256: hashOf(CONTEXT_IMAGE),
  },
};

const plateRecognizer: Sample = {
  payload: {
    hook: { target: 'https://gateway.example.gov/', id: 'camera-1', event: 'recognition' },
    data: {
      camera_id: 'camera-1',
      filename: 'camera-1_screenshots/21-09-29/05-56-13.606935.jpg',
      timestamp: '2021-09-29T05:56:13.606935Z',
      timestamp_local: '2021-09-29 05:56:13.606935+00:00',
      results: [
        {
          box: { xmin: 337, ymin: 270, xmax: 412, ymax: 305 },
          plate: 'pl8rec',
          score: 0.902,
          dscore: 0.757,
          region: { code: 'us-ca', score: 0.179 },
          candidates: [
            { plate: 'pl8rec', score: 0.902 },
            { plate: 'plbrec', score: 0.758 },
          ],
          color: [
            { color: 'red', score: 0.699 },
            { color: 'black', score: 0.134 },
          ],
          model_make: [
            { make: 'Porsche', model: '911', score: 0.43 },
            { make: 'Porsche', model: 'Carrera', score: 0.2 },
          ],
          vehicle: { score: 0.709, type: 'Sedan', box: { xmin: 155, ymin: 71, xmax: 590, ymax: 373 } },
          direction: 210,
          position_sec: 23.47,
        },
      ],
    },
  },
  read: {
    capturedAt: '2021-09-29T05:56:13.606Z',
    plate: 'pl8rec',
    plateState: 'CA',
    confidence: 0.902,
    cameraId: 'camera-1',
    make: 'Porsche',
    model: '911',
    color: 'red',
    bodyStyle: 'Sedan',
  },
};

const fact = (Key: string, Value: string, Score = 1.0) => ({ Key, Score, Value });

const genetec: Sample = {
  payload: {
    ContextCameraName: 'Context Camera',
    ContextImage: CONTEXT_IMAGE.toString('base64'),
    Id: '32cf870a-46aa-4cfd-914b-00062d98e93a',
    Latitude: 0.0,
    Longitude: 0.0,
    LprCameraName: 'Lpr Camera',
    PlateAnalytics: [
      fact('State Name', '-', -1.0),
      fact('Vehicle Type', '-'),
      fact('Relative Motion', '-', -1.0),
      fact('Context', 'US'),
      fact('Characters Height', '70'),
      fact('Confidence Score', '100'),
    ],
    PlateImage: PLATE_IMAGE.toString('base64'),
    PlateRead: 'AA7D2',
    SourceUrl: 'SHARPV12345',
    Timestamp: '2016-08-29T08:42:45.797',
  },
  read: {
    capturedAt: '2016-08-29T08:42:45.797Z',
    plate: 'AA7D2',
    confidence: 1,
    cameraId: 'SHARPV12345',
    cameraName: 'Lpr Camera',
    plateImageSha256: hashOf(PLATE_IMAGE),
    contextImageSha256: hashOf(CONTEXT_IMAGE),
  },
};

const axis: Sample = {
  payload: {
    packetCounter: '13046',
    capture_timestamp: '1718373876372',
    frame_timestamp: '1718373875705442',
    datetime: '20240614 160436372',
    plateText: '1AB1234',
    plateUTF8: '1AB1234',
    plateASCII: '1AB1234',
    plateCountry: 'USA',
    plateRegion: 'Washington',
    plateRegionCode: 'WA',
    plateConfidence: '0.868800',
    carState: 'lost',
    carID: '1327',
    roiID: '1',
    carMoveDirection: 'in',
    geotag: { lat: 55.70421, lon: 13.19366 },
    sensorProviderID: 'PRG-82',
    camera_info: { SerialNumber: 'B8A44F960ACE', ProdShortName: 'AXIS Q1805-LE', MACAddress: '' },
    vehicle_info: {
      type: 'CAR',
      view: 'front',
      brand: 'Skoda',
      model: 'Rapid/Scala',
      color: 'GRAY',
      confidenceMMR: '0.999847',
    },
    ImageArray: [
      { ImageType: 'plate', ImageFormat: 'jpg', BinaryImage: PLATE_IMAGE.toString('base64') },
      { ImageType: 'vehicle', ImageFormat: 'jpg', BinaryImage: CONTEXT_IMAGE.toString('base64') },
    ],
    plateCoordinates: [519, 633, 141, 42],
  },
  read: {
    capturedAt: '2024-06-14T14:04:36.372Z',
    plate: '1AB1234',
    plateState: 'WA',
    confidence: 0.8688,
    cameraId: 'B8A44F960ACE',
    cameraName: 'PRG-82',
    lat: 55.70421,
    lon: 13.19366,
    direction: 'in',
    make: 'Skoda',
    model: 'Rapid/Scala',
    color: 'GRAY',
    bodyStyle: 'CAR',
    plateImageSha256: hashOf(PLATE_IMAGE),
    contextImageSha256: hashOf(CONTEXT_IMAGE),
  },
};

const verkada: Sample = {
  payload: {
    webhook_type: 'lpr',
    webhook_id: 'a73b17d4-d7ae-4631-8365-d72776bd5f4c',
    org_id: '01ec0956-b7cf-415d-bd78-43c8d373cd65',
    created_at: 1758302865,
    data: {
      camera_id: '38718198-8a78-4718-a60f-68e1a8de30ac',
      created: 1758302864,
      detected: 1758302865879,
      license_plate_number: 'ABCD123',
      license_plate_state: 'us-ca',
      confidence: 0.9630414285714286,
      crop: [0.3066789507865906, 0.3320710361003876, 0.5294789671897888, 0.558437705039978],
      image_url: 'IMAGE_URL',
    },
  },
  read: {
    capturedAt: '2025-09-19T17:27:44.000Z',
    plate: 'ABCD123',
    plateState: 'CA',
    confidence: 0.963,
    cameraId: '38718198-8a78-4718-a60f-68e1a8de30ac',
  },
};

const likely = (text: string, likelihood: number) => ({ '@Likelihood': likelihood, '#text': text });

const onvif: Sample = {
  payload: {
    UtcTime: '2010-10-20T12:24:57.321Z',
    Source: { VideoSource: 'VideoSource_1', Rule: 'MyPlates' },
    Data: {
      ObjectId: '12',
      LicensePlateInfo: {
        PlateNumber: likely('6DZG261', 0.9),
        PlateType: likely('Normal', 0.8),
        CountryCode: likely('US', 0.7),
        IssuingEntity: likely('California', 0.6),
      },
      VehicleInfo: { Type: likely('Car', 0.9), Brand: 'Honda', Model: likely('Civic', 0.5) },
      Image: PLATE_IMAGE.toString('base64'),
    },
  },
  read: {
    capturedAt: '2010-10-20T12:24:57.321Z',
    plate: '6DZG261',
    plateState: 'CA',
    confidence: 0.9,
    cameraId: 'VideoSource_1',
    make: 'Honda',
    model: 'Civic',
    bodyStyle: 'Car',
    plateImageSha256: hashOf(PLATE_IMAGE),
  },
};

export const SAMPLES: Readonly<Record<Vendor, Sample>> = {
  rekor_scout: rekor,
  plate_recognizer: plateRecognizer,
  genetec_autovu: genetec,
  axis,
  verkada,
  onvif,
};
