package io.tuyere.gateway;

import io.tuyere.core.CountryTable;
import io.tuyere.core.Credential;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway knows of the world: regions, countries, and its tenants by what their clients show. Made whole when a
 * configuration is read and never changed, so that a call sees one configuration from beginning to end. Any thread.
 */
public final class Directory {
    private final RegionTable regions;
    private final CountryTable countries;
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();
    private final Map<String, CountryTable> countriesOfTenant = new HashMap<>();
    private final Map<String, Client> byAccessId = new HashMap<>();
    private final Map<String, Client> byKeyHash = new HashMap<>();

    /** The directory of these tenants; two credentials that cannot be told apart are a bug of the reader. */
    public Directory(RegionTable regions, CountryTable countries, Collection<Tenant> tenants) {
        this.regions = regions;
        this.countries = countries;
        tenants.forEach(this::add);
    }

    private void add(Tenant tenant) {
        tenants.put(tenant.id(), tenant);
        if (!tenant.countries().isEmpty()) {
            countriesOfTenant.put(tenant.id(), countries.withRegions(tenant.countries()));
        }
        for (Credential credential : tenant.credentials()) {
            Client client = new Client(tenant, credential);
            if (credential instanceof Credential.Signed signed) {
                addOnce(byAccessId, signed.accessId(), client);
            } else if (credential instanceof Credential.Relay relay) {
                addOnce(byAccessId, relay.accessId(), client);
            } else if (credential instanceof Credential.ApiKey key) {
                addOnce(byKeyHash, key.sha256(), client);
            }
        }
    }

    private static void addOnce(Map<String, Client> clients, String key, Client client) {
        if (clients.put(key, client) != null) {
            throw new IllegalArgumentException("two clients share a credential of tenant "
                    + client.tenant().id());
        }
    }

    /** The regions there are. */
    public RegionTable regions() {
        return regions;
    }

    /** The countries as everybody sees them. */
    public CountryTable countries() {
        return countries;
    }

    /** The countries as a tenant sees them, its overrides included. */
    public CountryTable countries(Tenant tenant) {
        return countriesOfTenant.getOrDefault(tenant.id(), countries);
    }

    /** All tenants by id, in the order of the configuration. */
    public Map<String, Tenant> tenants() {
        return Collections.unmodifiableMap(tenants);
    }

    /** The client with this access id, which the gateway issued or which is the client's own in the cloud. */
    Optional<Client> byAccessId(String accessId) {
        return Optional.ofNullable(byAccessId.get(accessId));
    }

    /** The client whose API key has this lower-case SHA-256. */
    @Nullable
    Client byKeyHash(String sha256) {
        return byKeyHash.get(sha256);
    }
}
