package io.tuyere.sim;

/**
 * A device as it is when the cloud starts.
 *
 * @param category Tuya's code of the kind: {@code dj} lamp, {@code cz} plug, {@code wsdcg} climate sensor
 * @param online an offline device answers 2001 to commands
 */
public record SimDevice(
        String id, String region, String name, String category, String ownerUid, long homeId, boolean online) {
    public SimDevice {
        SimSettings.requireRegion(region);
        DeviceModel.require(category);
    }
}
