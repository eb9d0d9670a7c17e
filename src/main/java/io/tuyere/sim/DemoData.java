package io.tuyere.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ready-made cloud: in each region two users, two homes, and a lamp, a plug, a sensor that is offline, the neighbour's
 * lamp, and a lamp under an id of the usual 22 characters.
 */
final class DemoData {
    static final String PASSWORD = "demo-password";
    static final String SCHEMA = "smartlife";
    private static final Map<String, String> COUNTRY_CODES =
            Map.of("cn", "86", "us", "1", "eu", "49", "in", "91", "sg", "65", "us-east", "1", "eu-west", "44");
    private static final Map<String, String> UID_PREFIXES =
            Map.of("cn", "ay", "us", "az", "eu", "eu", "in", "in", "sg", "sg", "us-east", "ue", "eu-west", "we");

    private final List<SimUser> users = new ArrayList<>();
    private final List<SimHome> homes = new ArrayList<>();
    private final List<SimDevice> devices = new ArrayList<>();
    private final List<SimCode> codes = new ArrayList<>();

    private DemoData() {}

    static SimSettings settings() {
        DemoData data = new DemoData();
        SimSettings.REGIONS.forEach(data::populate);
        return new SimSettings(
                "127.0.0.1",
                0,
                projects(),
                data.users,
                data.homes,
                data.devices,
                data.codes,
                Duration.ofHours(2),
                WrongRegionLogin.REFUSED,
                InstantSource.system());
    }

    private static List<SimProject> projects() {
        Set<String> everywhere = Set.copyOf(SimSettings.REGIONS);
        Map<String, ProjectState> troubles = Map.of(
                "us", ProjectState.SUSPENDED,
                "cn", ProjectState.CROSS_REGION,
                "in", ProjectState.EXPIRED,
                "sg", ProjectState.NOT_SUBSCRIBED);
        return List.of(
                SimProject.everywhere("demo-project", "demo-secret-0123456789abcdefghij"),
                new SimProject(
                        "demo-trial",
                        "trial-secret-0123456789abcdefghi",
                        Set.of("eu", "us", "cn", "in", "sg"),
                        troubles,
                        false),
                new SimProject("demo-legacy", "legacy-secret-0123456789abcdefgh", everywhere, Map.of(), true));
    }

    private void populate(String region) {
        long number = SimSettings.REGIONS.indexOf(region) + 1L;
        String first = uid(region, 1);
        String second = uid(region, 2);
        String country = COUNTRY_CODES.getOrDefault(region, "1");
        long firstHome = number * 1_000_000 + 1;
        long secondHome = firstHome + 1;
        users.add(new SimUser(first, region, "demo-" + region + "@example.com", PASSWORD, country, SCHEMA));
        users.add(new SimUser(second, region, "second-" + region + "@example.com", PASSWORD, country, SCHEMA));
        homes.add(new SimHome(firstHome, region, "Home in " + region, first));
        homes.add(new SimHome(secondHome, region, "Next door in " + region, second));
        String prefix = "demo-" + region;
        devices.add(new SimDevice(prefix + "-lamp-1", region, "Living room lamp", "dj", first, firstHome, true));
        devices.add(new SimDevice(prefix + "-plug-1", region, "Kitchen plug", "cz", first, firstHome, true));
        devices.add(new SimDevice(prefix + "-sensor-1", region, "Cellar sensor", "wsdcg", first, firstHome, false));
        devices.add(new SimDevice(prefix + "-lamp-2", region, "Neighbour's lamp", "dj", second, secondHome, true));
        devices.add(new SimDevice(usualId(region), region, "Hall lamp", "dj", first, firstHome, true));
        codes.add(new SimCode("demo-code-" + region, region, first));
    }

    private static String uid(String region, int number) {
        return UID_PREFIXES.getOrDefault(region, "xx") + "160000000000" + number + "demo" + number;
    }

    /** Two letters and twenty hexadecimal digits, as most real device ids look; no part of it tells the region. */
    private static String usualId(String region) {
        byte[] digest = Digests.sha256().digest(("hall lamp of " + region).getBytes(StandardCharsets.UTF_8));
        return "bf" + HexFormat.of().formatHex(digest, 0, 10);
    }
}
