package io.tuyere.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The chart as Helm renders it for the release {@code rel}.
 *
 * @param documents what Kubernetes would get
 */
public record Chart(List<Map<?, ?>> documents) {
    public static final Path DIRECTORY = Path.of("docker", "k8s");

    /** Kinds that Kubernetes itself knows; those of the Prometheus operator are not among them. */
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Pod", Pod.class,
            "v1/Secret", Secret.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/Deployment", Deployment.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1/Ingress", Ingress.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    /** Kubernetes' kinds with no place for what they do not know, which they would otherwise keep. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    /** With a file of values that lies in the chart; with its own values for an empty name. */
    public static Chart render(String values) {
        TemplateCommand template = template(DIRECTORY);
        return of(values.isEmpty() ? template : template.withValuesFile(DIRECTORY.resolve(values)));
    }

    /** What {@code helm test} runs, which Helm does not show with the rest: the chart is copied without the word that says so. */
    public static Chart ofTests(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(DIRECTORY.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replaceAll("(?m)^ +helm.sh/hook: test$", ""));
            }
        }
        Chart whole = of(template(folder));
        return new Chart(whole.all("Pod"));
    }

    /** With one value changed, written {@code key=value}. */
    public static Chart with(String value) {
        String[] parts = value.split("=", 2);
        return of(template(DIRECTORY).set(parts[0], parts[1]));
    }

    private static TemplateCommand template(Path directory) {
        return new Helm(directory)
                .template()
                .withName("rel")
                .withNamespace("edge")
                .withKubeVersion("1.30.0");
    }

    private static Chart of(TemplateCommand template) {
        return new Chart(Yaml.documents(template.call()));
    }

    /** All documents of a kind. */
    public List<Map<?, ?>> all(String kind) {
        return documents.stream()
                .filter(document -> kind.equals(document.get("kind")))
                .toList();
    }

    /** The only document of a kind. */
    public Map<?, ?> the(String kind) {
        List<Map<?, ?>> found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of kind " + kind);
        }
        return found.get(0);
    }

    /** The document of a kind and name. */
    public Map<?, ?> named(String kind, String name) {
        return all(kind).stream()
                .filter(document -> name.equals(Yaml.text(document, "metadata.name")))
                .findFirst()
                .orElseThrow();
    }

    /** Documents that Kubernetes would not take, with the reason. */
    public List<String> strangers() {
        List<String> strangers = new ArrayList<>();
        for (Map<?, ?> document : documents) {
            String kind = document.get("apiVersion") + "/" + document.get("kind");
            if (kind.startsWith("monitoring.coreos.com/v1/")) {
                continue;
            }
            try {
                Class<?> known = KINDS.getOrDefault(kind, Void.class);
                if (known == Void.class || STRICT.convertValue(document, known) == null) {
                    strangers.add(kind + " is no known kind");
                }
            } catch (IllegalArgumentException unknown) {
                strangers.add(kind + ": " + unknown.getMessage());
            }
        }
        return strangers;
    }
}
