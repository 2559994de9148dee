// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

/** How a connection proves who it is. */
public enum Authentication {
  /** By a token signed with the AWS credentials of the process. */
  IAM,
  /** By a fixed password, as the simulator takes it. */
  PASSWORD
}
