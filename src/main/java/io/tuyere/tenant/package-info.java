/**
 * Tenants that are kept in Redis, where every gateway reads them and an administrator changes them while all run. It may use
 * {@code core}, {@code observe} and {@code redis}. Start reading at {@link io.tuyere.tenant.TenantFeed}.
 */
@NullMarked
package io.tuyere.tenant;

import org.jspecify.annotations.NullMarked;
