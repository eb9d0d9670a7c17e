package io.tuyere.tenant;

import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.Tenant;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisNumbers;
import io.tuyere.redis.Script;
import io.tuyere.redis.SealedValues;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tenants in Redis: reads one, changes one, tells what changed. A change names the revision that it was made of and is
 * refused when there is another by now, or when one of the credentials is another tenant's. Any thread; futures fail when Redis
 * is lost.
 */
public final class TenantStore {
    private static final Script CHANGE = Script.beside(TenantStore.class, "change");
    private static final Script CHANGES = Script.beside(TenantStore.class, "changes");
    private static final List<String> CHANGED_KEYS =
            List.of(TenantKeys.RECORDS, TenantKeys.CHANGES, TenantKeys.REMOVED, TenantKeys.CLAIMS, TenantKeys.STATE);
    private static final List<String> READ_KEYS = List.of(TenantKeys.RECORDS, TenantKeys.CHANGES, TenantKeys.STATE);
    private static final int PAGE = 100;
    private static final int HEAD = 3;
    private static final int PER_CHANGE = 3;

    private final RedisLink link;
    private final TenantRecords records;

    /** The tenants behind this link, sealed like this. */
    public TenantStore(RedisLink link, SealedValues values) {
        this.link = link;
        this.records = new TenantRecords(values);
    }

    /** What became of a change. */
    public sealed interface Outcome {
        /** It was made, and this is its revision. */
        record Done(long revision) implements Outcome {}

        /** The tenant is not as it was thought to be: it has this revision, or 0 when there is none. */
        record Conflict(long revision) implements Outcome {}

        /** One of its credentials is that of another tenant. */
        record Taken(String by) implements Outcome {}
    }

    /**
     * What changed.
     *
     * @param epoch names the life of the store, empty for one that holds nothing; another one after it was wiped
     * @param last revision of the last change
     * @param floor removals up to this revision are forgotten
     */
    record Changes(String epoch, long last, long floor, List<Change> all) {}

    /**
     * One change.
     *
     * @param record empty when the tenant was removed
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Change(String id, long revision, byte[] record) {
        boolean removed() {
            return record.length == 0;
        }

        @Override
        public String toString() {
            return "Change[" + id + ", " + revision + "]";
        }
    }

    /**
     * Stores a tenant.
     *
     * @param expected revision that it has now, 0 where there must be none, empty for any
     * @param form from which {@code tenant} was made
     */
    public Future<Outcome> put(Tenant tenant, JsonObject form, OptionalLong expected) {
        return change(tenant.id(), expected, records.seal(tenant.id(), form), claims(tenant));
    }

    /** Removes a tenant that has this revision, or any. */
    public Future<Outcome> remove(String id, OptionalLong expected) {
        return change(id, expected, Buffer.buffer(), List.of());
    }

    private Future<Outcome> change(String id, OptionalLong expected, Buffer sealed, List<String> claims) {
        List<Buffer> arguments = new ArrayList<>();
        arguments.add(Buffer.buffer(id));
        arguments.add(Buffer.buffer(expected.isPresent() ? Long.toString(expected.getAsLong()) : ""));
        arguments.add(sealed);
        arguments.add(Buffer.buffer(UUID.randomUUID().toString()));
        arguments.add(Buffer.buffer(TenantKeys.CHANNEL));
        claims.forEach(claim -> arguments.add(Buffer.buffer(claim)));
        return link.run(CHANGE, CHANGED_KEYS, arguments).map(TenantStore::outcome);
    }

    private static Outcome outcome(Response answer) {
        String told = answer.get(1).toString();
        return switch (answer.get(0).toString()) {
            case "ok" -> new Outcome.Done(Long.parseLong(told));
            case "taken" -> new Outcome.Taken(told);
            default -> new Outcome.Conflict(told.equals("unreadable") ? -1 : Long.parseLong(told));
        };
    }

    /** What nobody else may have. */
    private static List<String> claims(Tenant tenant) {
        return tenant.credentials().stream().map(TenantStore::claim).distinct().toList();
    }

    private static String claim(Credential credential) {
        if (credential instanceof Credential.ApiKey key) {
            return "key:" + Digest.sha256(key.sha256()); // so that what is stored opens nothing
        }
        if (credential instanceof Credential.Mtls certificate) {
            return "certificate:" + certificate.shown().replaceAll("\\s", "%20"); // claims are kept in one line
        }
        if (credential instanceof Credential.Jwt jwt) {
            return "jwt:" + Digest.sha256(jwt.name());
        }
        return credential instanceof Credential.Signed signed
                ? "id:" + signed.accessId()
                : "id:" + ((Credential.Relay) credential).accessId();
    }

    /** A tenant as it is stored now; empty when there is none, or none that can be read. */
    public Future<Optional<StoredTenant>> find(String id) {
        return link.send(Request.cmd(Command.HGET).arg(TenantKeys.RECORDS).arg(id))
                .map(record -> read(id, record));
    }

    private Optional<StoredTenant> read(String id, @Nullable Response record) {
        if (record == null) {
            return Optional.empty();
        }
        TenantRecords.Opened opened = records.open(id, record.toBytes());
        return opened.form().map(form -> new StoredTenant(id, opened.revision(), form));
    }

    /** All tenants that can be read, in the order of their ids. */
    public Future<List<StoredTenant>> all() {
        Map<String, StoredTenant> found = new TreeMap<>();
        return collect(0, found).map(read -> List.copyOf(found.values()));
    }

    private Future<Void> collect(long after, Map<String, StoredTenant> found) {
        return changes(after, PAGE, true).compose(page -> {
            long last = after;
            for (Change change : page.all()) {
                last = change.revision();
                open(change)
                        .form()
                        .ifPresent(
                                form -> found.put(change.id(), new StoredTenant(change.id(), change.revision(), form)));
            }
            return page.all().size() == PAGE ? collect(last, found) : Future.succeededFuture();
        });
    }

    /**
     * What changed after a revision.
     *
     * @param whole whether records come along, or only whether there is one
     */
    Future<Changes> changes(long after, int most, boolean whole) {
        List<Buffer> arguments = List.of(
                Buffer.buffer(Long.toString(after)),
                Buffer.buffer(Integer.toString(most)),
                Buffer.buffer(whole ? "1" : "0"));
        return link.run(CHANGES, READ_KEYS, arguments).map(TenantStore::changes);
    }

    private static Changes changes(Response answer) {
        List<Change> all = new ArrayList<>();
        for (int i = HEAD; i + PER_CHANGE <= answer.size(); i += PER_CHANGE) {
            all.add(new Change(
                    answer.get(i).toString(),
                    RedisNumbers.at(answer, i + 1),
                    answer.get(i + 2).toBytes()));
        }
        return new Changes(
                answer.get(0).toString(), RedisNumbers.at(answer, 1), RedisNumbers.at(answer, 2), List.copyOf(all));
    }

    /** The records of these tenants as they are now. */
    Future<List<Change>> records(List<String> ids) {
        Request request = Request.cmd(Command.HMGET).arg(TenantKeys.RECORDS);
        ids.forEach(request::arg);
        return link.send(request).map(answer -> {
            List<Change> all = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                Response record = answer.get(i);
                all.add(new Change(ids.get(i), 0, record == null ? new byte[0] : record.toBytes()));
            }
            return all;
        });
    }

    /** Opens a record. */
    TenantRecords.Opened open(Change change) {
        return records.open(change.id(), change.record());
    }
}
