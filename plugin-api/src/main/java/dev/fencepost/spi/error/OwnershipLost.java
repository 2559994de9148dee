// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import dev.fencepost.spi.fence.Fence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Somebody else has taken over what the fence protects, or has announced that it is about to. The
 * write has not happened and no write with this token can happen any more. The caller stops acting
 * as the owner.
 */
public final class OwnershipLost extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final transient Fence fence;
  private final transient OptionalLong actualRangeId;

  /**
   * An error for a fence that does not hold.
   *
   * @param fence the fence the write carried
   * @param actualRangeId the token found instead, or empty if the row is gone
   */
  public OwnershipLost(Fence fence, OptionalLong actualRangeId) {
    super("ownership lost", describe(fence, actualRangeId), null);
    this.fence = fence;
    this.actualRangeId = actualRangeId;
  }

  /** The fence the write carried. */
  public Fence fence() {
    return fence;
  }

  /** The token found instead: another range id, or that of an announced take-over. */
  public OptionalLong actualRangeId() {
    return actualRangeId;
  }

  private static Map<String, Object> describe(Fence fence, OptionalLong actualRangeId) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("fence", fence);
    context.put(
        "actualRangeId", actualRangeId.isPresent() ? actualRangeId.getAsLong() : "no such row");
    return context;
  }
}
