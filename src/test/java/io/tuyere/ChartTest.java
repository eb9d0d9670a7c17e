package io.tuyere;

import static io.tuyere.support.Yaml.at;
import static io.tuyere.support.Yaml.list;
import static io.tuyere.support.Yaml.map;
import static io.tuyere.support.Yaml.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import io.tuyere.config.Reading;
import io.tuyere.support.Chart;
import io.tuyere.support.Readings;
import io.tuyere.support.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm: what Kubernetes would get is valid, hangs together, and runs the image as it wants to be run. */
class ChartTest {
    @TempDir
    Path folder;

    @Test
    void helmFindsNothingToComplainOf() {
        List<String> said = new Helm(Chart.DIRECTORY).lint().strict().call().getMessages();

        assertThat(said).allMatch(words -> words.contains("icon is recommended"));
    }

    @Test
    void versionIsThatOfTheJar() throws IOException {
        Map<?, ?> chart = Yaml.documents(Files.readString(Chart.DIRECTORY.resolve("Chart.yaml")))
                .get(0);

        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>tuyere</artifactId>\n  <version>" + text(chart, "appVersion") + "</version>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ci/fleet.yaml", "ci/existing.yaml"})
    void kubernetesKnowsEveryField(String values) {
        Chart chart = Chart.render(values);

        assertThat(chart.strangers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ci/fleet.yaml", "ci/existing.yaml"})
    void everySelectorFindsThePods(String values) {
        Chart chart = Chart.render(values);
        Map<?, ?> pod = map(chart.the("Deployment"), "spec.template");
        Map<?, ?> container = map(pod, "spec.containers.0");
        Set<String> ports = list(container, "ports").stream()
                .map(port -> text(port, "name"))
                .collect(Collectors.toSet());

        chart.all("Service").forEach(service -> {
            assertChosen(pod, map(service, "spec.selector"));
            assertThat(ports).contains(text(service, "spec.ports.0.targetPort"));
        });
        for (String kind : List.of("Deployment", "PodDisruptionBudget")) {
            chart.all(kind).forEach(chooser -> assertChosen(pod, map(chooser, "spec.selector.matchLabels")));
        }
        chart.all("NetworkPolicy").forEach(policy -> {
            assertChosen(pod, map(policy, "spec.podSelector.matchLabels"));
            assertThat(ports)
                    .contains(text(policy, "spec.ingress.0.ports.0.port"), text(policy, "spec.ingress.1.ports.0.port"));
        });
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(ports).contains(text(container, probe + ".httpGet.port"));
        }
    }

    private static void assertChosen(Map<?, ?> chosen, Map<?, ?> selector) {
        assertThat(selector).isNotEmpty();
        assertThat(map(chosen, "metadata.labels").entrySet().containsAll(selector.entrySet()))
                .as("%s has the labels %s", text(chosen, "metadata"), selector)
                .isTrue();
    }

    @Test
    void monitorsAndScalersNameWhatThereIs() {
        Chart chart = Chart.render("ci/fleet.yaml");
        Map<?, ?> management = chart.all("Service").stream()
                .filter(service -> text(service, "spec.clusterIP").equals("None"))
                .findFirst()
                .orElseThrow();
        Map<?, ?> monitor = chart.the("ServiceMonitor");

        assertChosen(management, map(monitor, "spec.selector.matchLabels"));
        assertThat(text(monitor, "spec.endpoints.0.port")).isEqualTo(text(management, "spec.ports.0.name"));
        assertThat(text(chart.the("HorizontalPodAutoscaler"), "spec.scaleTargetRef.name"))
                .isEqualTo(text(chart.the("Deployment"), "metadata.name"));
        assertThat(chart.the("Deployment").toString()).doesNotContain("replicas");
        assertThat(text(chart.the("Ingress"), "spec.rules.0.http.paths.0.backend.service.name"))
                .isEqualTo("rel-tuyere");
    }

    @Test
    void alertsAndDashboardsAreThoseOfDocker() throws IOException {
        Chart chart = Chart.render("ci/fleet.yaml");
        Map<?, ?> alerts = Yaml.documents(Files.readString(Path.of("docker/prometheus/alerts.yaml")))
                .get(0);

        assertThat(at(chart.the("PrometheusRule"), "spec.groups")).isEqualTo(alerts.get("groups"));
        assertThat(map(chart.named("ConfigMap", "rel-tuyere-dashboards"), "data"))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ci/fleet.yaml", "ci/existing.yaml"})
    void podsAreConfined(String values) {
        assertConfined(map(Chart.render(values).the("Deployment"), "spec.template.spec"));
    }

    @Test
    void podOfHelmTestAsksTheManagementPort() throws IOException {
        Chart tests = Chart.ofTests(folder);

        assertThat(tests.strangers()).isEmpty();
        assertConfined(map(tests.the("Pod"), "spec"));
        assertThat(text(tests.the("Pod"), "spec.containers.0.args"))
                .isEqualTo("[health, --url, http://rel-tuyere-management:9090]");
    }

    private static void assertConfined(Map<?, ?> pod) {
        assertThat(text(pod, "securityContext"))
                .isEqualTo(
                        "{runAsNonRoot=true, runAsUser=10001, runAsGroup=10001, seccompProfile={type=RuntimeDefault}}");
        assertThat(text(pod, "containers.0.securityContext"))
                .isEqualTo("{allowPrivilegeEscalation=false, readOnlyRootFilesystem=true, capabilities={drop=[ALL]}}");
        assertThat(text(pod, "automountServiceAccountToken")).isEqualTo("false");
        assertThat(text(pod, "enableServiceLinks")).isEqualTo("false");
        assertThat(map(pod, "containers.0.resources.limits")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ci/fleet.yaml"})
    void gatewayTakesItsConfigurationAndPodsLastLongerThanItsDrain(String values) throws IOException {
        Chart chart = Chart.render(values);
        Map<?, ?> data = map(chart.named("ConfigMap", "rel-tuyere"), "data");
        Files.writeString(folder.resolve("tenants.yaml"), text(data, "tenants.yaml"));
        Path main = Files.writeString(
                folder.resolve("tuyere.yaml"), text(data, "tuyere.yaml").replace("/etc/tuyere-tls/", "tls."));

        Reading reading = Readings.of(main, environment(chart));

        assertThat(reading.render()).doesNotContain("secret lies open");
        assertThat(reading.errors()).isEmpty();
        var server = reading.configuration().orElseThrow().server();
        long grace = Long.parseLong(text(chart.the("Deployment"), "spec.template.spec.terminationGracePeriodSeconds"));
        assertThat(grace)
                .isGreaterThan(server.drainDelay().plus(server.drainTimeout()).toSeconds());
        String container = text(chart.the("Deployment"), "spec.template.spec.containers.0");
        assertThat(container)
                .contains(
                        "containerPort=" + server.port(),
                        "args=[run, -c, /etc/tuyere/tuyere.yaml]",
                        "/livez",
                        "/readyz");
    }

    /** What the container would have in its environment; a password of Redis as if somebody had set it. */
    private static Map<String, String> environment(Chart chart) {
        Map<String, String> environment = new TreeMap<>(Map.of("REDIS_PASSWORD", "of-redis"));
        chart.all("Secret")
                .forEach(secret -> map(secret, "data")
                        .forEach((name, value) -> environment.put(
                                name.toString(),
                                new String(Base64.getDecoder().decode(value.toString()), StandardCharsets.UTF_8))));
        return environment;
    }

    @Test
    void secretsAreInTheSecretAlone() {
        Chart chart = Chart.render("ci/fleet.yaml");

        List<Map<?, ?>> open = chart.documents().stream()
                .filter(document -> !text(document, "kind").equals("Secret"))
                .toList();

        assertThat(open.toString())
                .doesNotContain("not-for-the-open", "nor-is-this-key", "YSBkZW1v")
                .contains("secretRef={name=rel-tuyere}", "env:ACME_SECRET");
    }

    @Test
    void whatSomebodyElseMadeIsUsed() {
        Chart chart = Chart.render("ci/existing.yaml");
        Map<?, ?> pod = map(chart.the("Deployment"), "spec.template.spec");

        assertThat(chart.all("Secret")).isEmpty();
        assertThat(chart.all("ServiceAccount")).isEmpty();
        assertThat(chart.all("PodDisruptionBudget")).isEmpty();
        assertThat(map(chart.named("ConfigMap", "gateway"), "data").keySet().toString())
                .isEqualTo("[tuyere.yaml]");
        assertThat(text(pod, "containers.0.envFrom")).isEqualTo("[{secretRef={name=gateway-secrets}}]");
        assertThat(text(pod, "volumes.0.projected.sources.1.secret.name")).isEqualTo("tenants");
        assertThat(text(chart.the("NetworkPolicy"), "spec.egress.2.ports.0.port"))
                .isEqualTo("6380");
        assertThat(text(chart.the("Deployment"), "spec.template.metadata.annotations"))
                .doesNotContain("checksum/config");
    }

    @Test
    void changedConfigurationStartsPodsAnew() {
        String checksum = "spec.template.metadata.annotations";

        assertThat(map(Chart.with("config.limits.dry-run=true").the("Deployment"), checksum))
                .isNotEqualTo(map(Chart.render("").the("Deployment"), checksum));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicaCount=2 | set redis.url",
                "autoscaling.enabled=true | set redis.url",
                "redis.url=redis://r:6379 | set secrets.env.TUYERE_MASTER_KEY",
                "config.server.port=81 | service.port",
                "config.server.drain-delay=1s | drain.delaySeconds",
                "config.management.port=81 | config.management.port",
                "replicas=2 | replicas",
                "image.digest=latest | digest",
                "drain.timeoutSeconds=20s | timeoutSeconds",
                "redis.url=10.0.0.1 | url"
            })
    void whatCannotGoWellIsRefusedInWords(String row) {
        String[] parts = row.split(" \\| ", -1);

        assertThatThrownBy(() -> Chart.with(parts[0])).hasMessageContaining(parts[1]);
    }
}
