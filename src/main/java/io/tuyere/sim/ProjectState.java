package io.tuyere.sim;

/**
 * How a region treats a project. A suspended region and a missing plan still issue tokens and refuse business calls only;
 * an address that may not come in is refused before anything else is looked at. Source of codes and texts: Tuya's
 * error-code pages and live answers quoted in rospogrigio/localtuya#1719, TuyaAPI/cli#169, codetheweb/tuyapi#550.
 */
public enum ProjectState {
    ACTIVE(0, "", false),
    SUSPENDED(
            28841107,
            "No permission. The data center is suspended.Please go to the cloud development platform to enable the data"
                    + " center. ",
            false),
    CROSS_REGION(2007, "your ip({ip}) cross-region access is not allowed", true),
    IP_BLOCKED(1114, "your ip({ip}) don't have access to this API", true),
    NO_PLAN(28841001, "No permissions. Your cloud development plan is not subscribed.", false),
    EXPIRED(28841002, "No permissions. Your subscription to cloud development plan has expired.", false),
    QUOTA_USED(28841004, "No permissions. Your quota of Trial Edition is used up.", false),
    NOT_SUBSCRIBED(28841101, "No permissions. This API is not subscribed.", false),
    NOT_AUTHORIZED(28841105, "No permissions. This project is not authorized to call this API", false);

    private final int code;
    private final String message;
    private final boolean byAddress;

    ProjectState(int code, String message, boolean byAddress) {
        this.code = code;
        this.message = message;
        this.byAddress = byAddress;
    }

    /** Whether the caller's address is what is refused, on token calls too. */
    boolean byAddress() {
        return byAddress;
    }

    Refusal refusal(String callerAddress) {
        return new Refusal(code, message.replace("{ip}", callerAddress));
    }
}
