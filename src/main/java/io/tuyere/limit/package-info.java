/**
 * How many calls may be made: plans of tenants, pace of the cloud, budgets of a month. It may use {@code core},
 * {@code observe} and {@code redis}. Start reading at {@link io.tuyere.limit.Gcra}.
 */
@NullMarked
package io.tuyere.limit;

import org.jspecify.annotations.NullMarked;
