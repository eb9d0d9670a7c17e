package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tuyere.observe.AccessLogSettings;
import io.tuyere.observe.TracingSettings;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Scrape;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboards, alerts and runbook speak of meters that there are, and of each other. */
class AlertsIT {
    private static final Path PROMETHEUS = Path.of("docker", "prometheus");
    private static final Path ALERTS = PROMETHEUS.resolve("alerts.yaml");
    private static final Path DASHBOARDS = Path.of("docker", "grafana");
    private static final Pattern METER = Pattern.compile("\\b((?:tuyere|jvm|process|system)_[a-z_]+)\\b");

    @TempDir
    Path folder;

    @Test
    void everyMeterThatIsNamedIsThere() throws IOException {
        Set<String> named = new TreeSet<>(found(METER, Files.readString(ALERTS)));
        for (Path dashboard : dashboards()) {
            named.addAll(found(METER, Files.readString(dashboard)));
        }

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(there()).containsAll(named.stream().map(AlertsIT::meter).collect(Collectors.toSet()));
    }

    /** Those of a running gateway, and those that are documented since they come only with Redis or with trouble. */
    private Set<String> there() throws IOException {
        Set<String> all =
                found(Pattern.compile("(?m)^\\| `([a-z0-9_]+)`"), Files.readString(Path.of("docs/metrics.md")));
        AccessLogSettings log =
                AccessLogSettings.defaults().withTo(folder.resolve("calls.log").toString());
        TracingSettings tracing = TracingSettings.defaults().withEndpoint(URI.create("http://127.0.0.1:9"));
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                usual -> usual.withObserve(usual.observe().withAccessLog(log).withTracing(tracing)))) {
            Scrape.of(gateway).names().stream().map(AlertsIT::meter).forEach(all::add);
        }
        return all;
    }

    private static String meter(String series) {
        return series.replaceFirst("_(count|sum|max|bucket)$", "");
    }

    @Test
    void everyAlertHasItsSectionInTheRunbook() throws IOException {
        Set<String> alerts = found(Pattern.compile("(?m)^ +- alert: (\\w+)$"), Files.readString(ALERTS));
        String tests = Files.readString(PROMETHEUS.resolve("alerts.test.yaml"));

        assertThat(alerts).hasSizeGreaterThan(20);
        assertThat(found(Pattern.compile("(?m)^## (\\w+)$"), Files.readString(Path.of("docs/runbook.md"))))
                .isEqualTo(alerts);
        assertThat(alerts).allSatisfy(alert -> assertThat(tests).contains(alert));
    }

    @Test
    void dashboardsAreOnesThatGrafanaTakes() throws IOException {
        Set<String> uids = new TreeSet<>();
        for (Path dashboard : dashboards()) {
            JsonObject json = new JsonObject(Files.readString(dashboard));
            uids.add(json.getString("uid"));
            assertThat(json.getJsonArray("panels")).as(dashboard.toString()).isNotEmpty();
        }

        assertThat(uids).hasSize(dashboards().size()).doesNotContainNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check rules alerts.yaml", "check config prometheus.yaml", "test rules alerts.test.yaml"})
    void promtoolIsContent(String words) throws IOException, InterruptedException {
        assumeTrue(installed(), "promtool is not installed (Debian: prometheus)");

        Process promtool = promtool(words.split(" ", -1));

        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue())
                .as(new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
    }

    private static boolean installed() throws InterruptedException {
        try {
            return promtool("--version").waitFor(10, TimeUnit.SECONDS);
        } catch (IOException absent) {
            return false;
        }
    }

    private static Process promtool(String... words) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("promtool"), Stream.of(words)).toList();
        return new ProcessBuilder(command)
                .directory(PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
