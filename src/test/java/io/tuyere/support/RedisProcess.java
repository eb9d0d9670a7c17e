package io.tuyere.support;

import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisSettings.Mode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisExecProvider;

/**
 * A real redis-server of its own, from the binary that the embedded-redis jar holds, on a free port of the loopback interface.
 * It can be killed, stopped and continued like any process. Keeps nothing on disk but what its mode needs.
 */
public final class RedisProcess implements AutoCloseable {
    private static final File BINARY = binary();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final int port;
    private final Path directory;
    private final List<String> arguments;
    private Process process;
    private volatile String password = "";

    private RedisProcess(int port, Path directory, List<String> arguments) {
        this.port = port;
        this.directory = directory;
        this.arguments = arguments;
        this.process = launched();
    }

    /** A single server; options as on the command line, {@code --maxmemory 3mb}. */
    public static RedisProcess start(String... options) {
        return start(freePort(), options);
    }

    /** A single server on a given port. */
    public static RedisProcess start(int port, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        for (String option : options) {
            arguments.addAll(List.of(option.split(" ")));
        }
        RedisProcess redis = new RedisProcess(port, temporary(), arguments);
        redis.awaitAnswer();
        return redis;
    }

    /** A sentinel that alone decides about the master {@code tuyere}, after a second without an answer. */
    public static RedisProcess sentinel(RedisProcess master) {
        int port = freePort();
        Path directory = temporary();
        Path file = directory.resolve("sentinel.conf");
        List<String> lines = List.of(
                "port " + port,
                "bind 127.0.0.1",
                "sentinel monitor tuyere 127.0.0.1 " + master.port + " 1",
                "sentinel down-after-milliseconds tuyere 1000",
                "sentinel failover-timeout tuyere 2000");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RedisProcess sentinel = new RedisProcess(port, directory, List.of(file.toString(), "--sentinel"));
        sentinel.awaitAnswer();
        return sentinel;
    }

    /** A port nobody listens on. */
    public static int freePort() {
        // A cluster's bus takes the port above by ten thousand.
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() < 55_000) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Where it listens, as the configuration says it. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Settings for this one server, with this much time for a command. */
    public RedisSettings settings(Duration commandTimeout) {
        return settings(List.of(url()), Mode.STANDALONE, commandTimeout);
    }

    /** Settings without credentials. */
    public static RedisSettings settings(List<String> urls, Mode mode, Duration commandTimeout) {
        Optional<String> master = mode == Mode.SENTINEL ? Optional.of("tuyere") : Optional.empty();
        return new RedisSettings(urls, mode, master, Optional.empty(), Optional.empty(), false, commandTimeout);
    }

    /** The answer to a command, as redis-cli prints it: values, one a line. */
    public String ask(String... command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            Answer answer = new Answer(socket.getInputStream());
            if (!password.isEmpty()) {
                socket.getOutputStream().write(encoded("AUTH", password));
                accepted(answer.read());
            }
            socket.getOutputStream().write(encoded(command));
            return answer.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Demands this password from now on, and none where it is empty, of those too who are connected. */
    public void demand(String changed) {
        accepted(ask("CONFIG", "SET", "requirepass", changed));
        password = changed;
        String unused = ask("CLIENT", "KILL", "TYPE", "normal");
        unused = ask("CLIENT", "KILL", "TYPE", "pubsub");
    }

    /** Fails where an answer is not OK. */
    static void accepted(String answer) {
        if (!answer.equals("OK")) {
            throw new IllegalStateException(answer);
        }
    }

    /** Every key with everything in it, whatever its type, a line each. */
    public List<String> contents() {
        return ask("KEYS", "*")
                .lines()
                .map(key -> key
                        + ' '
                        + switch (ask("TYPE", key)) {
                            case "string" -> ask("GET", key);
                            case "hash" -> ask("HGETALL", key);
                            case "zset" -> ask("ZRANGE", key, "0", "-1");
                            default -> throw new IllegalStateException("nobody reads the type of " + key);
                        })
                .toList();
    }

    /** How often a command was run. */
    public long calls(String command) {
        return ask("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))))
                .sum();
    }

    /** Stops it as a crash would. */
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    /** Starts it again where it was, empty. */
    public void restart() {
        process = launched();
        awaitAnswer();
    }

    /** Freezes it: connections stay, nothing is answered. */
    public void freeze() {
        signal("STOP");
    }

    /** Ends the freeze. */
    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("kill does not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ended() {
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("redis does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process launched() {
        List<String> command = new ArrayList<>(List.of(BINARY.toString()));
        command.addAll(arguments);
        try {
            Process started = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        Eventually.holds("redis answers on port " + port, PATIENCE, () -> {
            try {
                return !ask("PING").isEmpty();
            } catch (UncheckedIOException notYet) {
                return false;
            }
        });
    }

    private static byte[] encoded(String... command) {
        StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
        for (String part : command) {
            request.append('$')
                    .append(part.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
            request.append(part).append("\r\n");
        }
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("tuyere-redis");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File binary() {
        try {
            return RedisExecProvider.defaultProvider().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reader of RESP 2, just enough for tests; bytes become characters one by one. */
    private record Answer(InputStream in) {
        String read() throws IOException {
            String line = line();
            int length = line.charAt(0) == '$' || line.charAt(0) == '*' ? Integer.parseInt(line.substring(1)) : 0;
            return switch (line.charAt(0)) {
                case '$' -> length < 0 ? "" : bulk(length);
                case '*' -> array(length);
                default -> line.substring(1);
            };
        }

        private String array(int length) throws IOException {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < length; i++) {
                all.append(i == 0 ? "" : "\n").append(read());
            }
            return all.toString();
        }

        private String bulk(int length) throws IOException {
            String value = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            in.skipNBytes(2);
            return value;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            while (c != '\r') {
                if (c < 0) {
                    throw new IOException("redis closed the connection");
                }
                line.append((char) c);
                c = in.read();
            }
            in.skipNBytes(1);
            return line.toString();
        }
    }
}
