package io.tuyere.support;

import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.observe.Meters;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisState;
import io.tuyere.redis.SealedValues;
import io.tuyere.tenant.TenantForm;
import io.tuyere.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** More tenants than anybody would write by hand, in Redis. Each has an API key and shares the project of the test tenants. */
public final class ManyTenants {
    private static final int AT_ONCE = 500;

    private ManyTenants() {}

    /** Stores so many of them. */
    public static void store(RedisSettings redis, Secret masterKey, int count) {
        Vertx vertx = Vertx.vertx();
        Meters meters = new Meters();
        RedisState state = new RedisState(meters, System::currentTimeMillis);
        RedisLink link = new RedisLink(vertx, redis, state, meters.redis());
        TenantStore store = new TenantStore(link, new SealedValues(List.of(masterKey)));
        GatewayUnderTest.done(link.start());
        for (int from = 0; from < count; from += AT_ONCE) {
            List<Future<TenantStore.Outcome>> batch = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
                Tenant tenant = tenant(i);
                batch.add(store.put(tenant, TenantForm.of(tenant), OptionalLong.of(0)));
            }
            GatewayUnderTest.done(Future.all(batch).<Void>mapEmpty());
        }
        GatewayUnderTest.done(link.close());
        GatewayUnderTest.done(vertx.close());
    }

    private static Tenant tenant(int number) {
        Project project = new Project(TestTenants.PROJECT.accessId(), Secret.of(TestTenants.PROJECT.accessSecret()));
        Credential.Signed sdk = new Credential.Signed("sdk-" + number, Secret.of("secret-of-" + number), false);
        Credential.ApiKey key = new Credential.ApiKey(Digest.sha256(key(number)));
        return new Tenant(
                "tenant-" + number,
                "eu",
                List.of("eu", "us"),
                false,
                Map.of(),
                Map.of("eu", project, "us", project),
                List.of(sdk, key),
                new Tenant.Plan(100, 200),
                new Tenant.Budget(1_000_000, false));
    }

    /** The API key of one of them. */
    public static String key(int number) {
        return "key-of-tenant-" + number;
    }
}
