// node capmonster.js URL KEY: one task to its solution, through the client's own polling.
const { CapMonsterCloudClientFactory, ClientOptions, TurnstileRequest } = require("@zennolab_com/capmonstercloud-client");

const [serviceUrl, clientKey] = process.argv.slice(2);

async function main() {
  const client = CapMonsterCloudClientFactory.Create(new ClientOptions({ clientKey, serviceUrl }));
  const { balance } = await client.getBalance();
  const request = new TurnstileRequest({ websiteURL: "https://example.com/ünïcode", websiteKey: "0x4AAA" });
  const timeouts = { firstRequestDelay: 0, firstRequestNoCacheDelay: 0, requestsInterval: 50, timeout: 30000 };
  const { solution, error } = await client.Solve(request, timeouts);
  console.log(JSON.stringify({ balance, solution, error }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
