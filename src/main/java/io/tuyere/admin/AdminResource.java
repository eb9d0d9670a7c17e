package io.tuyere.admin;

/** Something that can be seen or changed through the administration API. */
public interface AdminResource {
    /** Says under which paths it is found. */
    void routes(AdminRoutes routes);
}
