/** Operations that the scene of the contract's run cannot carry out, with why; other tests carry each of them out. */
export const OUT_OF_REACH: Readonly<Record<string, string>> = {
  makeEvidence: 'takes a sign-in of a person with the second factor (test/demo/evidence.test.ts)',
  pushReads: 'takes the secret of a source of reads (test/gateway/registry/sources/pushed-reads.test.ts)',
  pushReadsToPath:
    'takes the secret of a source of reads (test/gateway/registry/sources/pushed-reads.test.ts)',
  readReadsSource: 'takes a source of reads, which an operator makes (test/gateway/registry/sources)',
  removeReadsSource: 'takes a source of reads, which an operator makes (test/gateway/registry/sources)',
  takeVendorAlert: 'takes the vendor’s secret (test/gateway/hot-lists/vendor)',
};
