package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings;
import io.tuyere.http.ServerSettings;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.support.GatewayProcess;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.ProcessFiles;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The image's files agree with what they start; docker/test tries the image itself. */
class ImageTest {
    private static final Path DOCKER = Path.of("docker");

    @TempDir
    Path folder;

    @Test
    void whatIsCopiedIsThereAndNotIgnored() throws IOException {
        List<String> copied = new ArrayList<>();
        for (String words : found("(?m)^COPY (?!--from)(.+) \\S+$", dockerfile())) {
            copied.addAll(List.of(words.split(" ", -1)));
        }
        List<String> let = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(copied)
                .contains("conf/jvm.options")
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
        assertThat(let).containsExactlyInAnyOrderElementsOf(copied);
    }

    @Test
    void portsVersionAndCommandsAreThoseOfTheJar() throws IOException {
        String file = dockerfile();

        assertThat(found("(?m)^EXPOSE (.+)$", file))
                .containsExactly(ServerSettings.defaults().port() + " "
                        + ManagementSettings.defaults().port());
        assertThat(found("(?m)^ARG VERSION=(.+)$", file))
                .isEqualTo(found(
                        "<artifactId>tuyere</artifactId>\\s+<version>(.+?)</version>",
                        Files.readString(Path.of("pom.xml"))));
        assertThat(CommandRun.of("run", "--help").code()).isZero();
        assertThat(file)
                .contains("CMD [\"run\", \"-c\", \"/etc/tuyere/tuyere.yaml\"]", "CMD [\"tuyere\", \"health\"]")
                .contains("USER 10001:10001");
    }

    @Test
    void whatIsDescribedIsThere() throws IOException {
        for (String readme : List.of("docker/README.md", "README.md")) {
            assertThat(found("\\b((?:docker|conf)/[\\w./-]*\\w)", Files.readString(Path.of(readme))))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(Path.of(path)).exists());
        }
    }

    /** A server by the launcher's word and not by the image's would start without the options of a server. */
    @Test
    void imageAndLauncherAgreeOnWhatServes() throws IOException {
        String servers = "(?m)^(\\w+(?: \\| \\w+)+)\\)";

        assertThat(found(servers, Files.readString(DOCKER.resolve("tuyere"))))
                .isEqualTo(found(servers, Files.readString(Path.of("tuyere"))))
                .isNotEmpty();
    }

    /**
     * Libraries that were unpacked into a temporary directory, and a directory of Vert.x's, made a read-only file system
     * impossible.
     */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void gatewayWritesNothing() throws IOException {
        Vertx vertx = Vertx.vertx();
        SimulatedCloud cloud = GatewayUnderTest.done(SimulatedCloud.start(vertx, SimSettings.demo()));
        Path configuration = ProcessFiles.write(folder, cloud, "");
        Path libraries = Files.createDirectory(folder.resolve("lib")).toRealPath();
        Path library = library(libraries, "netty_transport_native_epoll_x86_64");
        Path noDirectory = Files.createFile(folder.resolve("no-directory"));
        List<String> options = new ArrayList<>(List.of("-Djava.io.tmpdir=" + noDirectory));
        Files.readAllLines(DOCKER.resolve("image.options")).stream()
                .filter(line -> line.startsWith("-") && !line.startsWith("--")) // those are for the image's Java
                .map(line -> line.replace("/opt/tuyere/lib", libraries.toString()))
                .forEach(options::add);

        try (GatewayProcess gateway = GatewayProcess.launch(configuration, options.toArray(String[]::new))
                .awaitStart()) {
            boolean answered = gateway.call("acme", "GET", "/v1.0/devices/demo-eu-lamp-1")
                    .send()
                    .success();
            List<String> mapped = gateway.mappedFiles();

            assertThat(answered).isTrue();
            assertThat(mapped).contains(library.toString());
        } finally {
            GatewayUnderTest.done(vertx.close());
        }
    }

    /** From 54 GiB of memory on, the heap grew over what an archive can be used with, and each start took twice as long. */
    @Test
    void heapStaysWithinWhatTheArchiveIsMadeFor() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@conf/jvm.options",
                        "-XX:MaxRAM=100g",
                        "-XX:+PrintFlagsFinal",
                        "-version")
                .redirectErrorStream(true)
                .start();

        String flags = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).as(flags).isZero();
        assertThat(flags).containsPattern("UseCompressedOops +=\\s+true");
        assertThat(found(" MaxHeapSize +=\\s+(\\d+)", flags))
                .singleElement()
                .satisfies(bytes -> assertThat(Long.parseLong(bytes)).isLessThan(32L << 30));
    }

    private Path library(Path libraries, String name) throws IOException {
        Path library = libraries.resolve("lib" + name + ".so");
        try (InputStream packed =
                Objects.requireNonNull(getClass().getResourceAsStream("/META-INF/native/" + library.getFileName()))) {
            Files.copy(packed, library);
        }
        return library;
    }

    private static String dockerfile() throws IOException {
        return Files.readString(DOCKER.resolve("Dockerfile")).replace("\\\n", "");
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
