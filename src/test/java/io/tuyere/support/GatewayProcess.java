package io.tuyere.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A gateway in a process of its own, started as a user starts it, which can be killed like any process. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_NANOS = 20_000_000;
    private static final Pattern PORTS = Pattern.compile("serves .* on [^ ]*:(\\d+), management on [^ ]*:(\\d+)");

    /** A start that is quick rather than code that is fast. */
    private static final List<String> QUICK = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m", "-Dlogback.configurationFile=logback.xml");

    private final Process process;
    private final Path log;
    private int port;
    private int managementPort;

    private GatewayProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the command {@code run} and does not wait for it: several start side by side.
     *
     * @param configuration the main file
     * @param options of the JVM
     */
    public static GatewayProcess launch(Path configuration, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.tuyere.Main", "run", "-c", configuration.toString()));
        try {
            Path log = Files.createTempFile(configuration.toAbsolutePath().getParent(), "gateway", ".log");
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            return new GatewayProcess(started, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves. */
    public GatewayProcess awaitStart() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Matcher ports = PORTS.matcher(log());
        while (!ports.find()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the gateway did not start:\n" + log());
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            ports = PORTS.matcher(log());
        }
        port = Integer.parseInt(ports.group(1));
        managementPort = Integer.parseInt(ports.group(2));
        return this;
    }

    /** A call with a tenant's API key. */
    public Request call(String tenant, String method, String target) {
        return new Request(port, method, target).key(TestTenants.key(tenant));
    }

    /** A connection to it. */
    public Wire wire() {
        return new Wire(port);
    }

    /** The word that it says about its state: ready, degraded. */
    public String status() {
        return new Request(managementPort, "GET", "/readyz").send().json().getString("status");
    }

    /** A counter or gauge, with its labels as Prometheus writes them; 0 when it is not there. */
    public double meter(String name) {
        return new Request(managementPort, "GET", "/metrics")
                .send()
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** What it has said. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that lie in its memory, libraries among them. On Linux only. */
    public List<String> mappedFiles() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/" + process.pid() + "/maps"))) {
            return maps.filter(line -> line.contains("/"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said this. */
    public void awaitLog(String words) {
        Eventually.holds("it says: " + words, PATIENCE, () -> log().contains(words));
    }

    /** Asks it to end, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** The exit code, which it is given some time for. */
    public int exitCode() {
        ended();
        return process.exitValue();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void ended() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gateway does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
