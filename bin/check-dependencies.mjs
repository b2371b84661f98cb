#!/usr/bin/env node
// Judges what Cargo.lock brings in by config/dependencies.json: licences, banned crates, crates that may exist
// in one version only. Says also which crates of a short list exist twice. Looks at the platforms named there.
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath, pathToFileURL } from "node:url"

/** True when one of the alternatives of an SPDX expression consists of allowed licences only. */
export function isAllowed(expression, allowed) {
  const words = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? []
  let at = 0
  const either = () => {
    let result = both()
    while (words[at] === "OR") {
      at += 1
      const right = both()
      result = result || right
    }
    return result
  }
  const both = () => {
    let result = one()
    while (words[at] === "AND") {
      at += 1
      const right = one()
      result = result && right
    }
    return result
  }
  const one = () => {
    if (words[at] === "(") {
      at += 1
      const inner = either()
      at += 1
      return inner
    }
    let name = words[at++] ?? ""
    if (words[at] === "WITH") {
      name += ` WITH ${words[at + 1]}`
      at += 2
    }
    return allowed.has(name)
  }
  return either() && at === words.length
}

function packagesOf(target) {
  const arguments_ = ["metadata", "--locked", "--format-version", "1", "--filter-platform", target]
  const metadata = JSON.parse(execFileSync("cargo", arguments_, { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] }))
  const used = new Set(metadata.resolve.nodes.map((node) => node.id))
  return metadata.packages.filter((crate) => used.has(crate.id))
}

function check(root) {
  const rules = JSON.parse(readFileSync(new URL("config/dependencies.json", root), "utf8"))
  process.chdir(fileURLToPath(root))
  const crates = new Map(rules.targets.flatMap(packagesOf).map((crate) => [crate.id, crate]))
  const allowed = new Set(Object.keys(rules.licences))
  const versions = new Map()
  const problems = []
  for (const { name, version, license, source } of crates.values()) {
    versions.set(name, [...(versions.get(name) ?? []), version])
    if (name in rules.banned) problems.push(`${name} ${version} is banned: ${rules.banned[name]}`)
    if (source && !isAllowed(license ?? "none", allowed)) {
      problems.push(`${name} ${version} has the licence ${license ?? "none named"}, which config/dependencies.json does not allow`)
    }
    if (source && !source.startsWith("registry+")) problems.push(`${name} ${version} comes from ${source}, not from a registry`)
  }
  for (const [name, reason] of Object.entries(rules.one_version)) {
    const found = versions.get(name) ?? []
    if (found.length > 1) problems.push(`${name} exists as ${found.sort().join(" and ")}: ${reason}`)
  }
  for (const [name, reason] of Object.entries(rules.reported)) {
    const found = versions.get(name) ?? []
    if (found.length > 1) console.log(`note: ${name} exists as ${found.sort().join(" and ")} (${reason})`)
  }
  for (const problem of problems) console.error(`error: ${problem}`)
  console.log(`${crates.size} crates looked at, ${problems.length} problems`)
  return problems.length
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.exitCode = check(new URL("../", import.meta.url)) ? 1 : 0
  } catch (error) {
    console.error(`error: ${error.message}`)
    process.exitCode = 1
  }
}
