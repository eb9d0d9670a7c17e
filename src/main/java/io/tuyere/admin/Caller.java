package io.tuyere.admin;

import io.tuyere.admin.ManagementSettings.Role;

/**
 * Who uses the administration API.
 *
 * @param name of the token, {@code anonymous} without one
 */
record Caller(String name, Role role) {
    /** Somebody on this machine, where nobody needs a token to look. */
    static final Caller ANONYMOUS = new Caller("anonymous", Role.READ);
}
