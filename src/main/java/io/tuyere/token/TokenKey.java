package io.tuyere.token;

/** Whose token it is. A token is issued by one data centre and means nothing to the others. */
public sealed interface TokenKey {
    /** Region id. */
    String region();

    /** The token of a cloud project, shared by everybody who calls for it. */
    record OfProject(String accessId, String region) implements TokenKey {}

    /** The token of an end user who signed in through a tenant. */
    record OfUser(String tenant, String region, String uid) implements TokenKey {}
}
