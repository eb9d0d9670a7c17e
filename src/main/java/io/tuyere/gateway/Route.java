package io.tuyere.gateway;

import io.tuyere.core.Project;
import io.tuyere.core.Region;

/**
 * Where a call goes.
 *
 * @param project signs it there
 * @param reason why it goes there, for {@code X-Tuyere-Route}
 * @param named whether the client named the region itself
 */
public record Route(Region region, Project project, String reason, boolean named) {}
