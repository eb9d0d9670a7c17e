package io.tuyere.gateway;

import io.tuyere.core.CountryTable;
import io.tuyere.core.Credential;
import io.tuyere.core.Failure;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Tenant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway knows of the world: regions, countries, and its tenants by what their clients show. Never changed, so that a
 * call sees one configuration from beginning to end; a changed copy shares with it what is the same. Any thread.
 */
public final class Directory {
    private final RegionTable regions;
    private final CountryTable countries;
    private final boolean complete;
    private final Shelves<Tenant> tenants;
    private final Shelves<CountryTable> countriesOfTenant;
    private final Shelves<Client> byAccessId;
    private final Shelves<Client> byKeyHash;
    private final Shelves<Client> byCertificate;
    private final Shelves<Client> byJwt;
    private final Issuers issuers;

    /** The directory of these tenants; two credentials that cannot be told apart are a bug of the reader. */
    public Directory(RegionTable regions, CountryTable countries, Collection<Tenant> tenants) {
        this(new Draft(blank(regions, countries, true)).addAll(tenants));
    }

    private Directory(Draft draft) {
        this.regions = draft.from.regions;
        this.countries = draft.from.countries;
        this.complete = draft.from.complete;
        this.tenants = draft.tenants.done();
        this.countriesOfTenant = draft.countriesOfTenant.done();
        this.byAccessId = draft.byAccessId.done();
        this.byKeyHash = draft.byKeyHash.done();
        this.byCertificate = draft.byCertificate.done();
        this.byJwt = draft.byJwt.done();
        this.issuers = draft.issuers.done();
    }

    private Directory(RegionTable regions, CountryTable countries, boolean complete, @Nullable Directory from) {
        this.regions = regions;
        this.countries = countries;
        this.complete = complete;
        this.tenants = from == null ? Shelves.empty() : from.tenants;
        this.countriesOfTenant = from == null ? Shelves.empty() : from.countriesOfTenant;
        this.byAccessId = from == null ? Shelves.empty() : from.byAccessId;
        this.byKeyHash = from == null ? Shelves.empty() : from.byKeyHash;
        this.byCertificate = from == null ? Shelves.empty() : from.byCertificate;
        this.byJwt = from == null ? Shelves.empty() : from.byJwt;
        this.issuers = from == null ? Issuers.none() : from.issuers;
    }

    private static Directory blank(RegionTable regions, CountryTable countries, boolean complete) {
        return new Directory(regions, countries, complete, null);
    }

    /** A directory whose tenants are still to come. */
    public static Directory awaiting(RegionTable regions, CountryTable countries) {
        return blank(regions, countries, false);
    }

    /** This directory, all tenants of which are known. */
    Directory completed() {
        return new Directory(regions, countries, true, this);
    }

    /** This directory with other tables. */
    Directory with(RegionTable otherRegions, CountryTable otherCountries) {
        return new Directory(new Draft(blank(otherRegions, otherCountries, complete)).addAll(tenants.values()));
    }

    /** This directory with these tenants, in the place of those of the same ids, and without some others. */
    Directory with(Collection<Tenant> put, Collection<String> removed) {
        Draft draft = new Draft(this);
        removed.forEach(draft::remove);
        put.forEach(tenant -> draft.remove(tenant.id()));
        put.forEach(draft::put);
        return new Directory(draft);
    }

    /** A directory that is being put together. */
    private static final class Draft {
        private final Directory from;
        private final Shelves<Tenant>.Change tenants;
        private final Shelves<CountryTable>.Change countriesOfTenant;
        private final Shelves<Client>.Change byAccessId;
        private final Shelves<Client>.Change byKeyHash;
        private final Shelves<Client>.Change byCertificate;
        private final Shelves<Client>.Change byJwt;
        private final Issuers.Change issuers;

        Draft(Directory from) {
            this.from = from;
            this.tenants = from.tenants.change();
            this.countriesOfTenant = from.countriesOfTenant.change();
            this.byAccessId = from.byAccessId.change();
            this.byKeyHash = from.byKeyHash.change();
            this.byCertificate = from.byCertificate.change();
            this.byJwt = from.byJwt.change();
            this.issuers = from.issuers.change();
        }

        Draft addAll(Collection<Tenant> all) {
            all.forEach(this::add);
            return this;
        }

        private void add(Tenant tenant) {
            for (Credential credential : tenant.credentials()) {
                String name = name(credential);
                if (index(credential).get(name) != null) {
                    throw new IllegalArgumentException("two clients share a credential of tenant " + tenant.id());
                }
                index(credential).put(name, new Client(tenant, credential));
            }
            put(tenant);
        }

        /** The newest of two tenants that claim a credential has it, until the other one is told to be without. */
        void put(Tenant tenant) {
            tenants.put(tenant.id(), tenant);
            if (!tenant.countries().isEmpty()) {
                countriesOfTenant.put(tenant.id(), from.countries.withRegions(tenant.countries()));
            }
            for (Credential credential : tenant.credentials()) {
                index(credential).put(name(credential), new Client(tenant, credential));
                if (credential instanceof Credential.Jwt jwt) {
                    issuers.add(jwt);
                }
            }
        }

        void remove(String id) {
            Tenant tenant = tenants.get(id);
            if (tenant == null) {
                return;
            }
            tenants.remove(id);
            countriesOfTenant.remove(id);
            for (Credential credential : tenant.credentials()) {
                Client client = index(credential).get(name(credential));
                if (client != null && client.tenant().id().equals(id)) {
                    index(credential).remove(name(credential));
                }
                if (credential instanceof Credential.Jwt jwt) {
                    issuers.remove(jwt);
                }
            }
        }

        private Shelves<Client>.Change index(Credential credential) {
            if (credential instanceof Credential.Mtls) {
                return byCertificate;
            }
            if (credential instanceof Credential.Jwt) {
                return byJwt;
            }
            return credential instanceof Credential.ApiKey ? byKeyHash : byAccessId;
        }

        private static String name(Credential credential) {
            if (credential instanceof Credential.Signed signed) {
                return signed.accessId();
            }
            if (credential instanceof Credential.Mtls certificate) {
                return certificate.shown();
            }
            if (credential instanceof Credential.Jwt jwt) {
                return jwt.name();
            }
            return credential instanceof Credential.ApiKey key
                    ? key.sha256()
                    : ((Credential.Relay) credential).accessId();
        }
    }

    /** Whether all tenants are known; until then nobody can be called unknown. */
    public boolean complete() {
        return complete;
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
        CountryTable own = countriesOfTenant.get(tenant.id());
        return own == null ? countries : own;
    }

    /** All tenants by id, in no order. */
    public Map<String, Tenant> tenants() {
        return Collections.unmodifiableMap(tenants);
    }

    /** The access ids, as the cloud knows them, of all projects that calls may be signed for; takes time in proportion to their number. */
    public Set<String> projects() {
        Set<String> projects = new HashSet<>();
        for (Tenant tenant : tenants.values()) {
            tenant.regions().forEach(region -> projects.addAll(tenant.accessIds(region)));
        }
        return projects;
    }

    /** The client with this access id, which the gateway issued or which is the client's own in the cloud. */
    Optional<Client> byAccessId(String accessId) {
        return Optional.ofNullable(known(byAccessId.get(accessId)));
    }

    /** The client whose API key has this lower-case SHA-256. */
    @Nullable
    Client byKeyHash(String sha256) {
        return known(byKeyHash.get(sha256));
    }

    /** The client that is known by this certificate, by its fingerprint rather than by its subject. */
    @Nullable
    Client byCertificate(ClientCertificate certificate) {
        Client client = byCertificate.get(certificate.sha256());
        return known(client == null ? byCertificate.get(certificate.subject()) : client);
    }

    /** The client of this {@link Credential.Jwt#name()}. */
    @Nullable
    Client byJwt(String name) {
        return known(byJwt.get(name));
    }

    /** Where the keys of an identity provider are, as {@link Credential.Jwt#jwks()} has it; empty for an unknown one. */
    Set<String> jwks(String issuer) {
        Set<String> places = issuers.jwks(issuer);
        if (places.isEmpty() && !complete) {
            throw new Failure.TenantsUnavailable().toException();
        }
        return places;
    }

    /** The identity providers whose tokens are taken. */
    Issuers issuers() {
        return issuers;
    }

    /** Where identity providers have their keys, each place once. */
    public Set<String> jwks() {
        return issuers.jwks();
    }

    /** Nobody is unknown for certain while tenants are still to come. */
    private @Nullable Client known(@Nullable Client found) {
        if (found == null && !complete) {
            throw new Failure.TenantsUnavailable().toException();
        }
        return found;
    }
}
