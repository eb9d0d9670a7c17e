package io.tuyere.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Flags and {@code TUYERE_…} variables, which go before the main file, flags first. The variable of a key is the key in
 * upper case with dots and dashes as underscores: {@code server.max-body} is {@code TUYERE_SERVER_MAX_BODY}. In
 * {@code regions} and {@code countries} a variable reaches the ids that the file names, a flag reaches any.
 */
final class Overrides {
    private static final String PREFIX = "TUYERE_";
    /** Read by others: the customary name behind {@code secrets.master-key}, and the launcher's own. */
    private static final Set<String> FOREIGN = Set.of("TUYERE_MASTER_KEY", "TUYERE_JAVA_OPTS");

    /** What Kubernetes tells every container about each service of its namespace, unless {@code enableServiceLinks} is false. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

    private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Set<String> asked = new HashSet<>();

    Overrides(Map<String, String> flags, Map<String, String> environment) {
        this.flags = flags;
        this.environment = environment;
    }

    static Overrides none() {
        return new Overrides(Map.of(), Map.of());
    }

    /** The value that goes before the file's. */
    Optional<Given> of(String path) {
        if (flags.isEmpty() && environment.isEmpty()) {
            return Optional.empty();
        }
        asked.add(path);
        String flag = flags.get(path);
        if (flag != null) {
            return Optional.of(new Given(Place.whole("--set " + path), flag));
        }
        String name = variable(path);
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !linksService(name, value))
                .map(value -> new Given(Place.whole(name), value));
    }

    /** Names directly under a path that flags speak of. */
    Set<String> names(String path) {
        Set<String> names = new TreeSet<>();
        for (String flag : flags.keySet()) {
            if (flag.startsWith(path + ".")) {
                names.add(flag.substring(path.length() + 1).split("\\.", 2)[0]);
            }
        }
        return names;
    }

    /** Reports flags and variables that nothing asked for. */
    void reportUnused(Problems problems, Set<String> referenced) {
        List<String> variables = asked.stream().map(Overrides::variable).toList();
        for (String flag : flags.keySet()) {
            if (!asked.contains(flag)) {
                problems.error(Place.whole("--set " + flag), "", "unknown key" + Spelling.hint(flag, asked));
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && linksService(name, value)) {
                reportLink(problems, name, variables);
                return;
            }
            boolean foreign = FOREIGN.contains(name) || referenced.contains(name) || variables.contains(name);
            if (name.startsWith(PREFIX) && !foreign) {
                String meant = Spelling.nearest(name, variables)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
                problems.warning(Place.whole(name), "", "no setting has this variable" + meant);
            }
        });
    }

    /** A service that is called {@code tuyere-server} gives {@code TUYERE_SERVER_PORT} the value {@code tcp://…}. */
    private static boolean linksService(String name, String value) {
        return SERVICE_URL.matcher(value).matches()
                || SERVICE_LINK.matcher(name).matches();
    }

    private static void reportLink(Problems problems, String name, List<String> variables) {
        if (variables.contains(name)) {
            problems.warning(
                    Place.whole(name),
                    "",
                    "is left alone: it is how Kubernetes links to a service, not a setting (enableServiceLinks: false)");
        }
    }

    /** The variable of a key. */
    static String variable(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** A value from outside the file. */
    record Given(Place place, String text) {}
}
