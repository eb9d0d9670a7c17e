package io.tuyere.sim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the simulated cloud consists of.
 *
 * @param host address that every port is bound to
 * @param basePort the control port; the regions follow in the order of {@link #REGIONS}; 0 picks a free port for each
 * @param codes OAuth codes, each good for one exchange
 * @param tokenLife life of an access token
 * @param wrongRegionLogin what a login of a user of another region gets
 * @param clock the time that every region starts from
 */
public record SimSettings(
        String host,
        int basePort,
        List<SimProject> projects,
        List<SimUser> users,
        List<SimHome> homes,
        List<SimDevice> devices,
        List<SimCode> codes,
        Duration tokenLife,
        WrongRegionLogin wrongRegionLogin,
        InstantSource clock) {
    /** The seven region ids, in the order of their ports. */
    public static final List<String> REGIONS = List.of("cn", "us", "eu", "in", "sg", "us-east", "eu-west");

    /** The control port of the command line; the regions follow at 18601 to 18607. */
    public static final int DEFAULT_BASE_PORT = 18600;

    public SimSettings {
        if (basePort < 0 || basePort > 65535 - REGIONS.size()) {
            throw new IllegalArgumentException("the base port must leave room for 8 ports, was " + basePort);
        }
        if (tokenLife.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a token must live for a second at least, was " + tokenLife);
        }
        projects = List.copyOf(projects);
        users = List.copyOf(users);
        homes = List.copyOf(homes);
        devices = List.copyOf(devices);
        codes = List.copyOf(codes);
        requireUnique("project", projects.stream().map(SimProject::accessId).toList());
        requireUnique("device", devices.stream().map(SimDevice::id).toList());
        requireUnique("user", users.stream().map(SimUser::uid).toList());
    }

    /** A populated cloud on free ports: projects, users, homes, devices and OAuth codes in all seven regions. */
    public static SimSettings demo() {
        return DemoData.settings();
    }

    static void requireRegion(String region) {
        if (!REGIONS.contains(region)) {
            throw new IllegalArgumentException("no such region: " + region + ", known are " + REGIONS);
        }
    }

    private static void requireUnique(String what, List<String> ids) {
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException("two of the same " + what + ": " + id);
            }
        }
    }

    /** The same cloud at another address. */
    public SimSettings withHost(String newHost) {
        return new SimSettings(
                newHost, basePort, projects, users, homes, devices, codes, tokenLife, wrongRegionLogin, clock);
    }

    /** The same cloud with its control port here and its regions behind it. */
    public SimSettings withBasePort(int newBasePort) {
        return new SimSettings(
                host, newBasePort, projects, users, homes, devices, codes, tokenLife, wrongRegionLogin, clock);
    }

    /** The same cloud with other projects. */
    public SimSettings withProjects(List<SimProject> newProjects) {
        return new SimSettings(
                host, basePort, newProjects, users, homes, devices, codes, tokenLife, wrongRegionLogin, clock);
    }

    /** The same cloud with other devices. */
    public SimSettings withDevices(List<SimDevice> newDevices) {
        return new SimSettings(
                host, basePort, projects, users, homes, newDevices, codes, tokenLife, wrongRegionLogin, clock);
    }

    /** The same cloud with access tokens of another life. */
    public SimSettings withTokenLife(Duration newTokenLife) {
        return new SimSettings(
                host, basePort, projects, users, homes, devices, codes, newTokenLife, wrongRegionLogin, clock);
    }

    /** The same cloud with another answer for users of other regions. */
    public SimSettings withWrongRegionLogin(WrongRegionLogin newAnswer) {
        return new SimSettings(host, basePort, projects, users, homes, devices, codes, tokenLife, newAnswer, clock);
    }

    /** The same cloud on another clock. */
    public SimSettings withClock(InstantSource newClock) {
        return new SimSettings(
                host, basePort, projects, users, homes, devices, codes, tokenLife, wrongRegionLogin, newClock);
    }
}
