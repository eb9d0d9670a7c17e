package io.tuyere.sim;

import java.util.List;
import java.util.Optional;

/**
 * What a caller gets to see. A device of another region or another user is 1106, one that exists nowhere is 2010; the same for
 * users with 2006. Source: Tuya's error-code page and its explanation in tuya/tuya-home-assistant docs/error_code.md.
 */
final class Reach {
    private final World world;
    private final DataCentre centre;

    Reach(World world, DataCentre centre) {
        this.world = world;
        this.centre = centre;
    }

    Device device(String id, Caller caller) {
        Optional<Device> device = centre.device(id);
        if (device.isPresent() && caller.maySee(device.get().facts().ownerUid())) {
            return device.get();
        }
        boolean exists = device.isPresent() || world.centreOfDevice(id).isPresent();
        throw (exists ? Refusal.PERMISSION : Refusal.NO_DEVICE).exception();
    }

    /** All devices that the caller may see. */
    List<Device> devices(Caller caller) {
        return centre.devices().stream()
                .filter(device -> caller.maySee(device.facts().ownerUid()))
                .toList();
    }

    /** The devices with these ids, separated by commas; the others are left out, as the list calls do. */
    List<Device> devices(String ids, Caller caller) {
        List<String> wanted = List.of(ids.split(",", -1));
        return devices(caller).stream()
                .filter(device -> wanted.contains(device.facts().id()))
                .toList();
    }

    List<Device> devicesOfUser(String uid, Caller caller) {
        SimUser user = user(uid, caller);
        return centre.devices().stream()
                .filter(device -> device.facts().ownerUid().equals(user.uid()))
                .toList();
    }

    SimUser user(String uid, Caller caller) {
        if (!caller.maySee(uid)) {
            throw Refusal.PERMISSION.exception();
        }
        return centre.users().stream()
                .filter(user -> user.uid().equals(uid))
                .findFirst()
                .orElseThrow(() -> noSuchUser(uid));
    }

    private RefusedException noSuchUser(String uid) {
        boolean elsewhere =
                world.settings().users().stream().anyMatch(user -> user.uid().equals(uid));
        return (elsewhere ? Refusal.PERMISSION : Refusal.NO_USER).exception();
    }
}
