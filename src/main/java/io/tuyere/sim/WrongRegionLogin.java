package io.tuyere.sim;

/** What an app user who signs in at a region other than the account's own gets; all three are seen in the field. */
public enum WrongRegionLogin {
    /** 2403 where the country code belongs to another region, 2401 otherwise. */
    REFUSED,
    /** 2406, as for a project that is not linked with the app account. */
    UNLINKED,
    /** The tokens of the account's own region, with a {@code platform_url} that names it. */
    FOLLOWED
}
