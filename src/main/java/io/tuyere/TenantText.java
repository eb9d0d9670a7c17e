package io.tuyere;

import io.tuyere.tenant.StoredTenant;
import io.tuyere.tenant.TenantForm;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Stored tenants as text for people. */
final class TenantText {
    private TenantText() {}

    /** One line about a tenant, without secrets. */
    static String line(StoredTenant tenant) {
        JsonObject form = tenant.form();
        Object regions = form.getValue("regions");
        Object credentials = form.getValue("credentials");
        return String.join(
                "\t",
                tenant.id(),
                String.valueOf(form.getValue("default-region", "-")),
                regions instanceof JsonArray several
                        ? several.stream().map(String::valueOf).toList().toString()
                        : "all",
                (credentials instanceof JsonArray all ? all.size() : 0) + " credentials");
    }

    /** In the form of the file of tenants, in the order of their ids. */
    static String yaml(List<StoredTenant> tenants, boolean secrets) {
        Map<String, Object> all = new LinkedHashMap<>();
        tenants.forEach(
                tenant -> all.put(tenant.id(), (secrets ? tenant.form() : TenantForm.masked(tenant.form())).getMap()));
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        return new Dump(settings).dumpToString(plain(all));
    }

    private static Object plain(Object value) {
        if (value instanceof JsonObject object) {
            return plain(object.getMap());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((key, each) -> result.put(String.valueOf(key), plain(each)));
            return result;
        }
        if (value instanceof JsonArray array) {
            return array.stream().map(TenantText::plain).toList();
        }
        return value instanceof List<?> list
                ? list.stream().map(TenantText::plain).toList()
                : value;
    }
}
