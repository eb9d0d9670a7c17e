#!/usr/bin/env python3
"""What a call costs as tenants, connections, bodies, event loops and instances grow: the figures of docs/scaling.md.

    loadtest/scaling.py                      # all, about eight minutes; needs wrk, and redis-server for instances
    loadtest/scaling.py tenants bodies       # some of: tenants connections bodies loops instances

Gateways are pinned to the first CPU; the simulated cloud, Redis and wrk to the others; for event loops nothing is pinned. CPU is user and system time of the
gateways over wrk's completed calls, so what else the machine does shows less than in throughput; medians of ROUNDS slices.
Every reply must be a 200. Writes docs/charts/scaling-*.json; docs/charts/draw.py draws them.
"""
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
JAR, OPTIONS = HERE.parent / "target/tuyere.jar", HERE.parent / "conf/jvm.options"
CHARTS = HERE.parent / "docs/charts"
BASE = int(os.environ.get("PORT", 18500))
TENANTS, ROUNDS, SLICE, WARM = 10_000, 3, 4, int(os.environ.get("WARM", 45))
CPUS = sorted(os.sched_getaffinity(0))
GATEWAYS, REST = {CPUS[0]}, set(CPUS[1:]) or {CPUS[0]}
READ = "/v1.0/devices/demo-eu-lamp-1/status"
WRITE = "/v1.0/devices/demo-eu-lamp-1/commands"
TICK = os.sysconf("SC_CLK_TCK")


def start(argv, cpus, log, port, **env):
    with open(log, "ab") as out:
        process = subprocess.Popen(argv, stdout=out, stderr=out, env={**os.environ, **env},
                                   preexec_fn=lambda: os.sched_setaffinity(0, cpus))
    until = time.monotonic() + 120
    while True:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return process
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"nothing listens on {port}:\n{pathlib.Path(log).read_text()[-2000:]}")
        time.sleep(0.05)


def java(*arguments):
    options = [a for a in arguments if a.startswith("-X")]
    return ["java", f"@{OPTIONS}", *options, "-jar", str(JAR), *arguments[len(options):]]


def cpu(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(process):
    return int(pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


class Stand:
    """A cloud, a Redis if there are several gateways, and gateways that know TENANTS tenants; or one with each number of loops."""

    def __init__(self, instances=1, loops=()):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="scaling-"))
        self.loops = loops
        self.cpus, self.rest = (set(CPUS), set(CPUS)) if loops else (GATEWAYS, REST)
        self.redis = BASE + 20 if instances > 1 else 0
        self.helpers = [start(java("sim", "--port", str(BASE)), self.rest, self.dir / "sim.log", BASE + 7)]
        if self.redis:
            self.helpers.append(start(["redis-server", "--port", str(self.redis), "--save", ""], self.rest, self.dir / "redis.log", self.redis))
        self.write_tenants()
        self.gateways = [self.gateway(i) for i in range(len(loops) or instances)]
        self.idle = 0  # Redis commands a second of an instance that has no calls

    def write_tenants(self):
        plan = "plan: { per-second: 100000, burst: 100000 }"
        project = "project: { access-id: demo-project, access-secret: demo-secret-0123456789abcdefghij }"
        (self.dir / "tenants.yaml").write_text("".join(
            f"t{i}: {{ default-region: eu, regions: [eu], {project}, {plan}, credentials: [{{ type: api-key, key: key-{i}-of-t }}] }}\n"
            for i in range(TENANTS)))

    def gateway(self, i):
        port = BASE + 10 + 2 * i
        config = self.dir / f"gateway-{i}.yaml"
        config.write_text(f"""
server: {{ host: 127.0.0.1, port: {port} }}
management: {{ port: {port + 1} }}
public-url: http://127.0.0.1:{port}
regions: {{ eu: {{ base-url: "http://127.0.0.1:{BASE + 3}" }} }}
upstream: {{ pool-size: 256, wait-queue: 20000, max-in-flight: 20000, max-in-flight-per-tenant: 20000 }}
limits: {{ pace: {{ "POST /v1.0/devices/{{device_id}}/commands": 0 }} }}
tenants: {{ file: tenants.yaml }}
""" + (f'redis: {{ url: "redis://127.0.0.1:{self.redis}" }}\nsecrets: {{ master-key: env:TUYERE_MASTER_KEY }}\n' if self.redis else ""))
        processors = [f"-XX:ActiveProcessorCount={self.loops[i]}"] if self.loops else []
        return start(java(*processors, "run", "-c", str(config)), self.cpus, self.dir / f"gateway-{i}.log", port,
                     TUYERE_MASTER_KEY="c2NhbGluZy1zY2FsaW5nLXNjYWxpbmctc2NhbGluZyE=")

    def commands(self):
        said = subprocess.run(["redis-cli", "-p", str(self.redis), "info", "stats"], capture_output=True, text=True).stdout
        return int(re.search(r"total_commands_processed:(\d+)", said)[1])

    def load(self, seconds, connections=64, tenants=1, body=0, gateways=None):
        """Loads gateways at the same time; completed calls."""
        script = self.dir / f"load-{tenants}-{body}.lua"
        pad = json.dumps({"commands": [{"code": "switch_led", "value": True}], "pad": "x" * max(0, body - 68)}) if body else ""
        script.write_text(f"""
local n, turn = {tenants}, 0
wrk.method, wrk.headers["X-API-Key"] = "{'POST' if body else 'GET'}", "key-0-of-t"
{f"wrk.body, wrk.headers['Content-Type'] = '{pad}', 'application/json'" if body else ""}
if n > 1 then
  local ready = {{}}
  init = function()
    for i = 1, n do
      wrk.headers["X-API-Key"] = "key-" .. i - 1 .. "-of-t"
      ready[i] = wrk.format()
    end
  end
  request = function()
    turn = turn % n + 1
    return ready[turn]
  end
end
done = function(summary)
  local e = summary.errors
  io.write(string.format("\\nRESULT %d %d\\n", summary.requests, e.status + e.connect + e.read + e.write + e.timeout))
end""")
        running = [subprocess.Popen(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script),
                                     f"http://127.0.0.1:{BASE + 10 + 2 * self.gateways.index(g)}{WRITE if body else READ}"], stdout=subprocess.PIPE, text=True,
                                    preexec_fn=lambda: os.sched_setaffinity(0, self.rest)) for g in gateways or self.gateways[:1]]
        calls = 0
        for one in running:
            done, wrong = map(int, re.search(r"RESULT (\d+) (\d+)", one.communicate()[0]).groups())
            if wrong or not done:
                raise SystemExit(f"{wrong} of {done} calls went wrong (connections {connections}, tenants {tenants}, body {body})")
            calls += done
        return calls

    def slice(self, what):
        """Microseconds of CPU of a call, Redis commands of a thousand calls beyond those without calls, MiB of the first gateway."""
        used = what.get("gateways") or self.gateways[:1]
        began, before = time.monotonic(), (sum(map(cpu, used)), self.commands() if self.redis else 0)
        calls = self.load(SLICE if what.get("connections", 0) < 1_000 else 2 * SLICE, **what)
        spent = (sum(map(cpu, used)) - before[0]) * 1e6 / calls
        idle = self.idle * (time.monotonic() - began) * len(self.gateways)
        commands = max(0, self.commands() - before[1] - idle) * 1000 / calls if self.redis else 0
        return spent, commands, resident(self.gateways[0])

    def costs(self, variants, rounds=ROUNDS):
        """Medians of what slice() says of each variant, which take turns so that the machine's mood meets all."""
        rounds = [[self.slice(what) for what in variants] for _ in range(rounds)]
        return [[statistics.median(values) for values in zip(*slices)] for slices in zip(*rounds)]

    def warm(self, **what):
        self.pin(set(CPUS))
        self.load(WARM, **what)
        self.pin(self.cpus)

    def pin(self, cpus):
        for gateway in self.gateways:
            for task in os.listdir(f"/proc/{gateway.pid}/task"):
                os.sched_setaffinity(int(task), cpus)

    def close(self):
        for process in self.gateways + self.helpers:
            process.terminate()
        for process in self.gateways + self.helpers:
            process.wait()
        shutil.rmtree(self.dir)


def chart(name, title, unit, labels, **series):
    (CHARTS / f"scaling-{name}.json").write_text(json.dumps(
        {"title": title, "unit": unit, "x": labels,
         "series": [{"name": key.replace("_", " "), "values": [round(v, 1) for v in values]} for key, values in series.items()]}, indent=1) + "\n")
    for i, label in enumerate(labels):
        print(f"  {name:12} {label:>8}  " + "  ".join(f"{key} {values[i]:.1f}" for key, values in series.items()), flush=True)


def alone(wanted):
    stand = Stand(1)
    gateway = stand.gateways[0]
    try:
        fresh = resident(gateway)
        stand.warm(tenants=TENANTS)
        if "tenants" in wanted:
            counts = [1, 100, 1_000, 10_000]
            costs = [median[0] for median in stand.costs([{"tenants": n} for n in counts])]
            chart("tenants", "CPU of a call, tenants calling in turn", "µs", [f"{n:,}" for n in counts], a_call=costs)
            print(f"  resident memory {fresh:.0f} MiB at the start, {resident(gateway):.0f} MiB after all have called")
        if "connections" in wanted:
            counts = [100, 1_000, 5_000]
            medians = stand.costs([{"connections": n} for n in counts])
            chart("connections", "CPU of a call, connections that call at the same time", "µs", [f"{n:,}" for n in counts],
                  a_call=[median[0] for median in medians])
            print(f"  resident memory {resident(gateway):.0f} MiB")
        if "bodies" in wanted:
            sizes = {"0.3 KiB": 300, "16 KiB": 16_384, "256 KiB": 262_144, "1 MiB": 1_048_576}
            costs = [median[0] for median in stand.costs([{"body": size, "connections": 16} for size in sizes.values()])]
            chart("bodies", "CPU of a POST, by length of its body", "µs", list(sizes), a_call=costs)
            print(f"  resident memory {resident(gateway):.0f} MiB")
    finally:
        stand.close()


def loops():
    """One event loop and two in the same surroundings: both share all CPUs with load and cloud, so only the loops differ."""
    stand = Stand(loops=(1, 2))
    try:
        for gateway in stand.gateways:
            stand.warm(gateways=[gateway])
        one, two = (median[0] for median in stand.costs([{"gateways": [gateway]} for gateway in stand.gateways], 3 * ROUNDS))
        print(f"  loops: a call costs {one:.1f} µs with one, {two:.1f} with two: two cores take {2 * one / two:.2f} times the calls of one")
    finally:
        stand.close()


def fleet():
    stand = Stand(4)
    try:
        time.sleep(5)
        before = stand.commands()
        time.sleep(20)
        stand.idle = (stand.commands() - before) / 20 / 4
        print(f"  without calls: {stand.idle:.1f} Redis commands a second and instance")
        stand.warm(gateways=stand.gateways)
        counts = [1, 2, 4]
        redis = stand.helpers[1]
        before = cpu(redis), stand.commands()
        medians = stand.costs([{"gateways": stand.gateways[:n], "connections": 32} for n in counts])
        chart("instances", "CPU of a call, instances that share a Redis", "µs", [str(n) for n in counts],
              a_call=[median[0] for median in medians])
        print("  Redis commands of 1,000 calls, besides: " + ", ".join(f"{n}: {m[1]:.1f}" for n, m in zip(counts, medians)))
        print(f"  CPU of a Redis command: {(cpu(redis) - before[0]) * 1e6 / (stand.commands() - before[1]):.0f} µs")
    finally:
        stand.close()


def main():
    all_of_them = {"tenants", "connections", "bodies", "loops", "instances"}
    wanted = set(sys.argv[1:]) or all_of_them
    if wanted - all_of_them:
        raise SystemExit(__doc__)
    if not shutil.which("wrk") or not JAR.exists():
        raise SystemExit("needs wrk, and target/tuyere.jar: ./tuyere version builds it")
    if wanted & {"tenants", "connections", "bodies"}:
        alone(wanted)
    if "loops" in wanted:
        loops()
    if "instances" in wanted:
        fleet()


main()
