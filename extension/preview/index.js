// The task: picks the binary of this system, hands it the inputs as options and the credentials as environment, and
// leaves with its exit code. Everything else is the binary's work. Needs nothing but Node.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const SYSTEMS = {
  "linux x64": "linux-x64/preview",
  "win32 x64": "windows-x64/preview.exe",
  "darwin arm64": "macos-arm64/preview",
};

// The agent's names keep the case of ids on some systems and not on others.
function variable(name) {
  const key = Object.keys(process.env).find((key) => key.toUpperCase() === name.toUpperCase());
  return key === undefined ? "" : process.env[key].trim();
}

const input = (name) => variable(`INPUT_${name}`);
const credential = (connection, name) => variable(`ENDPOINT_AUTH_PARAMETER_${connection}_${name}`);

function options() {
  const words = ["run"];
  if (input("root")) words.push("--root", input("root"));
  if (input("failOn")) words.push("--fail-on", input("failOn"));
  if (input("newOnly").toLowerCase() === "true") words.push("--new-only");
  words.push(...input("arguments").split(/\s+/).filter(Boolean));
  const apis = input("apis").split(/\r?\n/).map((api) => api.trim()).filter(Boolean);
  if (apis.length) words.push("--", ...apis);
  return words;
}

// An id token of the service connection, for the time of this step.
async function idToken(connection, token) {
  const address = variable("SYSTEM_OIDCREQUESTURI");
  if (!address) throw new Error("this server gives no id tokens: use a service connection with a secret");
  const response = await fetch(`${address}?api-version=7.1&serviceConnectionId=${encodeURIComponent(connection)}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
  });
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  if (response.status !== 200 || !isJson) throw new Error(`no id token for the service connection: HTTP ${response.status}`);
  return (await response.json()).oidcToken;
}

async function azure(connection, token, folder) {
  const identity = {
    AZURE_CLIENT_ID: credential(connection, "SERVICEPRINCIPALID"),
    AZURE_TENANT_ID: credential(connection, "TENANTID"),
  };
  const scheme = variable(`ENDPOINT_AUTH_SCHEME_${connection}`).toLowerCase();
  if (scheme === "managedserviceidentity") return {};
  if (scheme === "serviceprincipal") {
    return { ...identity, AZURE_CLIENT_SECRET: credential(connection, "SERVICEPRINCIPALKEY") };
  }
  if (scheme !== "workloadidentityfederation") throw new Error(`the service connection's kind is not supported: ${scheme}`);
  const file = path.join(folder, "id-token");
  fs.writeFileSync(file, await idToken(connection, token), { mode: 0o600 });
  return { ...identity, AZURE_FEDERATED_TOKEN_FILE: file };
}

async function main() {
  const system = SYSTEMS[`${process.platform} ${process.arch}`];
  if (!system) throw new Error(`there is no binary for ${process.platform} ${process.arch}`);
  const binary = path.join(__dirname, "bin", system);
  // The package of an extension does not keep permissions.
  if (process.platform !== "win32") fs.chmodSync(binary, 0o755);

  const token = credential("SYSTEMVSSCONNECTION", "ACCESSTOKEN");
  const folder = fs.mkdtempSync(path.join(variable("AGENT_TEMPDIRECTORY") || require("node:os").tmpdir(), "preview-"));
  try {
    const connection = input("azureSubscription");
    const environment = { ...process.env, SYSTEM_ACCESSTOKEN: token };
    if (connection) Object.assign(environment, await azure(connection, token, folder));
    const child = spawn(binary, options(), { stdio: "inherit", env: environment });
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward);
    process.on("SIGTERM", forward);
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// One line of the log, in which nothing can be taken for another command.
const escaped = (text) => text.replace(/%/g, "%AZP25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

main().then(
  (code) => {
    if (code !== 0) console.log(`##vso[task.complete result=Failed;]${code === 1 ? "A definition does not pass" : "preview could not do everything"}`);
    process.exitCode = code;
  },
  (error) => {
    console.log(`##vso[task.logissue type=error;]${escaped(error.message)}`);
    console.log("##vso[task.complete result=Failed;]preview could not start");
    process.exitCode = 3;
  },
);
