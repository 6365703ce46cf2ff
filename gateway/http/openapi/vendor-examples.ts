/** Examples of bodies that vendors' clouds send: alerts and reads. */
export const VENDOR_EXAMPLES: Readonly<Record<string, unknown>> = {
  VendorAlert: {
    objectId: '4171ae2b-843f-405b-922d-b1e89921f24f',
    eventTime: '2026-11-24T08:15:00Z',
    networkExternalId: '72d97364-3f45-4e16-ae52-631aea3141cc',
    deviceExternalId: '97cf0365-1a50-4fce-98a7-93cf45fb658b',
    deviceName: 'Camera 1, Dahlia Street',
    deviceLat: 39.8083,
    deviceLong: -104.9339,
    ocr: { label: 'DEM0001', labelConfidence: 0.94, state: 'colorado' },
  },
  PushedPayload: {
    webhook_type: 'lpr',
    data: {
      camera_id: '38718198-8a78-4718-a60f-68e1a8de30ac',
      created: 1796000000,
      license_plate_number: 'DEMO001',
      license_plate_state: 'us-co',
      confidence: 0.96,
    },
  },
};
