// node anticaptchaofficial.js URL KEY: one task to its solution, through the client's own polling. The key's ids must be
// integers: the client asks only while taskId > 0.
const client = require("@antiadmin/anticaptchaofficial");
const axios = require(require.resolve("axios", { paths: [require.resolve("@antiadmin/anticaptchaofficial")] }));

const [url, clientKey] = process.argv.slice(2);

// Its service's address is written into it.
axios.interceptors.request.use((request) => {
  request.url = request.url.replace("https://api.anti-captcha.com", url);
  return request;
});

async function main() {
  client.setAPIKey(clientKey);
  client.shutUp();
  client.settings.firstAttemptWaitingInterval = 0;
  client.settings.normalWaitingInterval = 0.05;
  const balance = await client.getBalance();
  const token = await client.solveTurnstileProxyless("https://example.com/ünïcode", "0x4AAA");
  console.log(JSON.stringify({ balance, solution: { token }, taskId: client.session.taskId }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
