// node anticaptcha.js URL KEY: one task to its solution, through the client's own polling.
const { AntiCaptcha } = require("anticaptcha");

const [url, clientKey] = process.argv.slice(2);

async function main() {
  const client = new AntiCaptcha(clientKey);
  client.api.setBaseURL(url);
  const balance = await client.getBalance();
  const taskId = await client.createTask({
    type: "TurnstileTaskProxyless",
    websiteURL: "https://example.com/ünïcode",
    websiteKey: "0x4AAA",
  });
  const { solution } = await client.getTaskResult(taskId, 600, 50);
  console.log(JSON.stringify({ balance, solution, taskId }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
