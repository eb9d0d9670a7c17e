package io.tuyere.gateway;

import io.tuyere.core.Credential;
import io.tuyere.core.Tenant;

/** Who calls: a tenant, by one of its credentials. */
public record Client(Tenant tenant, Credential credential) {}
