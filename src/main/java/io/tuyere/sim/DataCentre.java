package io.tuyere.sim;

import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one region holds; nothing of it is known to another region. Any thread. */
final class DataCentre {
    private final String region;
    private final RegionClock clock;
    private final TokenBook tokens;
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final List<SimUser> users;
    private final List<SimHome> homes;
    private final List<FirmwareTask> firmwareTasks = new CopyOnWriteArrayList<>();
    private volatile @Nullable URI baseUrl;

    DataCentre(String region, SimSettings settings) {
        this.region = region;
        clock = new RegionClock(settings.clock());
        tokens = new TokenBook(
                settings.tokenLife(),
                settings.codes().stream()
                        .filter(code -> code.region().equals(region))
                        .collect(Collectors.toMap(SimCode::code, SimCode::uid)));
        users = settings.users().stream()
                .filter(user -> user.region().equals(region))
                .toList();
        homes = settings.homes().stream()
                .filter(home -> home.region().equals(region))
                .toList();
        settings.devices().stream()
                .filter(device -> device.region().equals(region))
                .forEach(device -> devices.put(device.id(), new Device(device)));
    }

    String region() {
        return region;
    }

    RegionClock clock() {
        return clock;
    }

    TokenBook tokens() {
        return tokens;
    }

    List<FirmwareTask> firmwareTasks() {
        return firmwareTasks;
    }

    Optional<Device> device(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    /** In the order of the settings. */
    List<Device> devices() {
        return List.copyOf(devices.values());
    }

    List<SimUser> users() {
        return users;
    }

    List<SimHome> homes() {
        return homes;
    }

    Optional<SimUser> user(String username) {
        return users.stream().filter(user -> user.username().equals(username)).findFirst();
    }

    /** Where it listens: the platform_url of its users. */
    URI baseUrl() {
        URI url = baseUrl;
        if (url == null) {
            throw new IllegalStateException("region " + region + " does not listen yet");
        }
        return url;
    }

    void listensAt(URI url) {
        baseUrl = url;
    }

    void reset() {
        clock.offset(0);
        tokens.reset();
        firmwareTasks.clear();
        devices.values().forEach(Device::reset);
    }

    /**
     * A firmware upgrade that somebody published.
     *
     * @param target device ids
     */
    record FirmwareTask(long id, String version, JsonArray target, long createdAtMillis) {}
}
