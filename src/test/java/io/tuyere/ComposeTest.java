package io.tuyere;

import static io.tuyere.support.Yaml.list;
import static io.tuyere.support.Yaml.map;
import static io.tuyere.support.Yaml.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.config.Reading;
import io.tuyere.support.Readings;
import io.tuyere.support.Yaml;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files agree with the image, with the files that they mount, and with each other. */
class ComposeTest {
    private static final Path DOCKER = Path.of("docker");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.fleet.yaml", "compose.observability.yaml"})
    void everyServiceIsConfined(String file) throws IOException {
        services(file).forEach((name, service) -> {
            assertThat(text(service, "read_only")).as("%s: read_only", name).isEqualTo("true");
            assertThat(text(service, "cap_drop")).as("%s: cap_drop", name).isEqualTo("[ALL]");
            assertThat(text(service, "security_opt"))
                    .as("%s: security_opt", name)
                    .isEqualTo("[no-new-privileges:true]");
            assertThat(text(service, "restart")).as("%s: restart", name).isEqualTo("unless-stopped");
            assertThat(map(service, "deploy.resources.limits").keySet().toString())
                    .as("%s: limits", name)
                    .isEqualTo("[cpus, memory]");
            list(service, "ports")
                    .forEach(port ->
                            assertThat(port.toString()).as("%s: ports", name).startsWith("127.0.0.1:"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.fleet.yaml", "compose.observability.yaml"})
    void whatIsMountedIsThereAndVolumesAreDeclared(String file) throws IOException {
        Set<?> volumes = map(document(file), "volumes").keySet();

        services(file)
                .forEach((name, service) -> list(service, "volumes").forEach(mount -> {
                    String[] parts = mount.toString().split(":", -1);
                    if (parts[0].startsWith(".")) {
                        assertThat(DOCKER.resolve(parts[0]))
                                .as("%s: %s", name, mount)
                                .exists();
                        assertThat(parts).as("%s: %s", name, mount).hasSize(3).endsWith("ro");
                    } else {
                        assertThat(volumes.toString()).as("%s: %s", name, mount).contains(parts[0]);
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.fleet.yaml"})
    void gatewayIsGivenAConfigurationThatItTakes(String file) throws IOException {
        Map<?, ?> gateway = map(services(file), "gateway");

        Reading reading = reading(gateway);
        Configuration configuration = reading.configuration().orElseThrow(() -> new AssertionError(reading.render()));

        assertThat(reading.errors()).isEmpty();
        assertThat(configuration.management().host()).isEqualTo("0.0.0.0");
        assertThat(graceOf(gateway))
                .isGreaterThan(configuration
                        .server()
                        .drainDelay()
                        .plus(configuration.server().drainTimeout()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.fleet.yaml"})
    void hostsOfTheConfigurationAreServices(String file) throws IOException {
        Map<String, Map<?, ?>> services = services(file);
        String main = Files.readString(mainFile(map(services, "gateway")));

        Set<String> hosts = new HashSet<>();
        Pattern.compile("(?:http|redis)://[a-z][^\\s\"\\],]+")
                .matcher(main)
                .results()
                .forEach(url -> hosts.add(URI.create(url.group()).getHost()));

        assertThat(hosts).contains("cloud").isSubsetOf(services.keySet());
    }

    @Test
    void thoseThatAreWaitedForAreThereAndSayHowTheyAre() throws IOException {
        for (String file : List.of("compose.yaml", "compose.fleet.yaml")) {
            Map<String, Map<?, ?>> services = services(file);
            services.forEach((name, service) -> map(service, "depends_on").forEach((other, how) -> {
                Map<?, ?> awaited = map(services, other.toString());
                boolean ofTheImage = text(awaited, "image").equals("tuyere");
                assertThat(ofTheImage || !map(awaited, "healthcheck").isEmpty())
                        .as("%s waits for %s", name, other)
                        .isTrue();
            }));
        }
    }

    /** Calls that come while a gateway stops would be refused if the load balancer did not look more often. */
    @Test
    void loadBalancerLeavesAGatewayBeforeItRefuses() throws IOException {
        Configuration fleet = reading(map(services("compose.fleet.yaml"), "gateway"))
                .configuration()
                .orElseThrow();
        String haproxy = Files.readString(DOCKER.resolve("haproxy/haproxy.cfg"));

        assertThat(haproxy)
                .contains(
                        "GET /readyz",
                        "check port " + fleet.management().port(),
                        "gateway:" + fleet.server().port());
        assertThat(Duration.ofMillis(number("inter (\\d+)ms fall 1", haproxy)).multipliedBy(3))
                .isLessThan(fleet.server().drainDelay());
        assertThat(Duration.ofSeconds(number("timeout server (\\d+)s", haproxy)))
                .isGreaterThan(fleet.upstream().callTimeout());
    }

    @Test
    void observabilityGoesOverBoth() throws IOException {
        String prometheus = Files.readString(DOCKER.resolve("prometheus/prometheus.yaml"));

        assertThat(prometheus).contains("names: [gateway]", "port: 9090");
        assertThat(services("compose.observability.yaml")).doesNotContainKeys("gateway", "cloud");
        assertThat(services("compose.yaml")).containsKey("gateway");
        assertThat(services("compose.fleet.yaml")).containsKey("gateway");
    }

    private static long number(String pattern, String text) {
        var match = Pattern.compile(pattern).matcher(text);
        assertThat(match.find()).as(pattern).isTrue();
        return Long.parseLong(match.group(1));
    }

    private static Duration graceOf(Map<?, ?> service) {
        return Duration.ofSeconds(number("(\\d+)s", text(service, "stop_grace_period")));
    }

    private static Reading reading(Map<?, ?> gateway) {
        Map<String, String> environment = new TreeMap<>();
        map(gateway, "environment")
                .forEach((name, value) -> environment.put(
                        name.toString(), DEFAULT.matcher(value.toString()).replaceAll("$1")));
        return Readings.of(mainFile(gateway), environment);
    }

    /** The file that {@code run -c} names, where the mount has it. */
    private static Path mainFile(Map<?, ?> gateway) {
        List<?> command = list(gateway, "command");
        String named = command.isEmpty()
                ? "/etc/tuyere/tuyere.yaml"
                : command.get(command.indexOf("-c") + 1).toString();
        assertThat(list(gateway, "volumes").toString()).isEqualTo("[./config:/etc/tuyere:ro]");
        return DOCKER.resolve(named.replace("/etc/tuyere/", "config/"));
    }

    private static Map<String, Map<?, ?>> services(String file) throws IOException {
        Map<String, Map<?, ?>> services = new TreeMap<>();
        map(document(file), "services").forEach((name, service) -> services.put(name.toString(), (Map<?, ?>) service));
        return services;
    }

    private static Map<?, ?> document(String file) throws IOException {
        return Yaml.documents(Files.readString(DOCKER.resolve(file))).get(0);
    }
}
