/** Operations that the scene of the contract's run cannot carry out, with why; other tests carry each of them out. */
export const OUT_OF_REACH: Readonly<Record<string, string>> = {
  pushReads: 'takes the secret of a source of reads (test/gateway/registry/sources/pushed-reads.test.ts)',
  pushReadsToPath:
    'takes the secret of a source of reads (test/gateway/registry/sources/pushed-reads.test.ts)',
  readReadsSource: 'takes a source of reads, which an operator makes (test/gateway/registry/sources)',
  removeReadsSource: 'takes a source of reads, which an operator makes (test/gateway/registry/sources)',
  takeVendorAlert: 'takes the vendor’s secret (test/gateway/hot-lists/vendor)',
  askAgencies: 'takes another gateway (test/gateway/network/asks)',
  collectAnswers: 'takes another gateway (test/gateway/network/asks)',
  askNextPage: 'takes another gateway (test/gateway/network/asks)',
  resumeAsking: 'takes another gateway (test/gateway/network/asks)',
  proposeAgreement: 'takes another gateway (test/gateway/network/agreements)',
  readAgreement: 'takes another gateway (test/gateway/network/agreements)',
  acceptAgreement: 'takes another gateway (test/gateway/network/agreements)',
  rejectAgreement: 'takes another gateway (test/gateway/network/agreements)',
  endAgreement: 'takes another gateway (test/gateway/network/agreements)',
  sendAgreement: 'takes another gateway (test/gateway/network/agreements)',
  checkPeer: 'takes another gateway (test/gateway/network/checks)',
  testPeer: 'takes another gateway (test/gateway/network/peer-test)',
  takeSignal: 'takes another gateway (test/gateway/network/signals)',
  answerRecordsChecks: 'takes a month of queries and a records office (test/gateway/oversight/records)',
  explainRecordsCheck: 'takes a month of queries and a records office (test/gateway/oversight/records)',
  closeRecordsCheck: 'takes a month of queries and a records office (test/gateway/oversight/records)',
  liftRecordsHold: 'takes a month of queries and a records office (test/gateway/oversight/records)',
  removeWitness:
    'takes a witness, which the operator’s file names (test/gateway/cosigning/remove-witness.test.ts)',
};
