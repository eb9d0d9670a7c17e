package io.tuyere;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings;
import io.tuyere.config.Configuration;
import io.tuyere.config.SecretSettings;
import io.tuyere.core.Credential;
import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Client;
import io.tuyere.gateway.Inquiry;
import io.tuyere.gateway.Part;
import io.tuyere.gateway.Route;
import io.tuyere.gateway.Target;
import io.tuyere.gateway.Tunnels;
import io.tuyere.http.ServerSettings;
import io.tuyere.limit.LimitSettings;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.redis.RedisSettings;
import io.tuyere.sign.Identity;
import io.tuyere.sign.SignableRequest;
import io.tuyere.sign.SignedHeader;
import io.tuyere.tenant.TenantParser;
import io.tuyere.token.GatewayTokens;
import io.tuyere.token.TokenKey;
import io.tuyere.token.UpstreamToken;
import io.tuyere.upstream.Call;
import io.tuyere.upstream.Lifetime;
import io.tuyere.upstream.Reply;
import io.tuyere.upstream.UpstreamSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that holds a secret prints it, so that no log line can. */
class PrintedRecordsTest {
    private static final String MARKER = "hunter2";
    private static final Pattern NO_NAME = Pattern.compile("[^\\w.$]+");
    private static final Secret SECRET = Secret.of(MARKER);
    private static final Project PROJECT = new Project("id", SECRET);
    private static final UpstreamToken TOKEN =
            new UpstreamToken(SECRET, SECRET, "uid", 1, UpstreamToken.Login.APP_USER);
    private static final Credential SIGNED = new Credential.Signed("id", SECRET, false);
    private static final Region EU = RegionTable.builtIn().find("eu").orElseThrow();
    private static final Tenant TENANT = new Tenant(
            "acme", "eu", List.of("eu"), false, Map.of(), Map.of("eu", PROJECT), List.of(SIGNED), null, null);

    private static final Route ROUTE = new Route(EU, PROJECT, "default", false);

    private static final RedisSettings REDIS = new RedisSettings(
            List.of("redis://127.0.0.1"),
            RedisSettings.Mode.STANDALONE,
            Optional.empty(),
            Optional.empty(),
            Optional.of(SECRET),
            false,
            Duration.ofMillis(50));

    /** Those whose text would be a secret in whole or in part, and those that lead to one. */
    static Stream<Record> holders() {
        return Stream.of(
                PROJECT,
                new Secrets(SECRET, Secret.of(MARKER + "-old")),
                TOKEN,
                (Record) SIGNED,
                REDIS,
                configuration(),
                TENANT,
                new TenantParser.Parsed(Optional.of(TENANT), List.of()),
                new Client(TENANT, SIGNED),
                new Tunnels.Opening(EU, new Client(TENANT, SIGNED)),
                ROUTE,
                new Inquiry.Question(ROUTE, "/v1.0/token/" + MARKER, "code=" + MARKER),
                new Part(ROUTE, Reply.json(200, Buffer.buffer(MARKER)), Map.of("result", Buffer.buffer(MARKER)), null),
                new GatewayTokens.Pair(MARKER, MARKER, 7_200),
                new Identity("id", MARKER, "1", "n"),
                new SignedHeader("access_token", MARKER),
                signable(),
                Target.parse("/v1.0/token/" + MARKER + "?code=" + MARKER),
                call(),
                Reply.json(200, Buffer.buffer(MARKER)));
    }

    @ParameterizedTest
    @MethodSource("holders")
    void secretIsNotPrinted(Record holder) {
        assertThat(holder.toString()).doesNotContain(MARKER).isNotBlank();
    }

    @Test
    void hashOfAKeyIsNotPrinted() {
        String hash = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

        assertThat(new Credential.ApiKey(hash).toString()).doesNotContain(hash);
    }

    /** A record that leads to a secret and is not among those above was added without a thought for what it prints. */
    @Test
    void everyRecordThatLeadsToASecretIsLookedAt() throws Exception {
        Set<String> lookedAt =
                holders().map(holder -> holder.getClass().getName()).collect(Collectors.toSet());

        assertThat(lookedAt).containsAll(recordsThatLeadToASecret());
    }

    private static Set<String> recordsThatLeadToASecret() throws IOException, URISyntaxException {
        List<Class<?>> classes = classes();
        Set<String> leading = new HashSet<>(Set.of(Secret.class.getName()));
        while (leading.addAll(classes.stream()
                .filter(type -> parts(type).anyMatch(leading::contains))
                .map(Class::getName)
                .toList())) {
            // Until no further class leads to those that are known.
        }
        return classes.stream()
                .filter(type -> type.isRecord() && leading.contains(type.getName()) && !isLookedAtElsewhere(type))
                .map(Class::getName)
                .collect(Collectors.toSet());
    }

    /** Names of the types that a record holds, or that a sealed type stands for. */
    private static Stream<String> parts(Class<?> type) {
        if (type.isSealed()) {
            return Stream.of(type.getPermittedSubclasses()).map(Class::getName);
        }
        return !type.isRecord()
                ? Stream.of()
                : Stream.of(type.getRecordComponents())
                        .flatMap(component ->
                                NO_NAME.splitAsStream(component.getGenericType().getTypeName()));
    }

    private static List<Class<?>> classes() throws IOException, URISyntaxException {
        Path root = Path.of(
                Secret.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.startsWith("io") && name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .<Class<?>>map(name -> named(name.replace(File.separatorChar, '.')))
                    .toList();
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, Secret.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a class keeps to itself is its own, and the forms of configuration files have a test in their package. */
    private static boolean isLookedAtElsewhere(Class<?> type) {
        return Modifier.isPrivate(type.getModifiers()) || type.getPackageName().equals("io.tuyere.config");
    }

    private static Configuration configuration() {
        return new Configuration(
                ServerSettings.defaults(),
                ManagementSettings.defaults(),
                URI.create("http://127.0.0.1"),
                Optional.of(REDIS),
                new SecretSettings(List.of(Secret.of(MARKER + "-".repeat(32 - MARKER.length())))),
                Map.of(),
                Map.of(),
                List.of(TENANT),
                LimitSettings.defaults(),
                UpstreamSettings.defaults(),
                ObserveSettings.defaults());
    }

    private static SignableRequest signable() {
        SignedHeader header = new SignedHeader("secret", MARKER);
        return new SignableRequest(
                "POST", "/v1.0/token/" + MARKER, "code=" + MARKER, MARKER.getBytes(UTF_8), List.of(header));
    }

    private static Call call() {
        return new Call(
                HttpMethod.POST,
                "/v1.0/token/" + MARKER,
                "code=" + MARKER,
                List.of(Map.entry("lang", MARKER)),
                List.of(new SignedHeader("secret", MARKER)),
                Buffer.buffer(MARKER),
                TENANT,
                PROJECT,
                new TokenKey.OfProject("id", "eu"),
                TOKEN,
                new Lifetime(1, why -> {}));
    }
}
