// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

/** The writes of an owner that leave marks of every kind, each of which adds one immediate task. */
enum MarkedWrite {
  UPDATE {
    @Override
    void run(OwnedWorkflow workflow) {
      workflow.update(1);
    }
  },
  SET {
    @Override
    void run(OwnedWorkflow workflow) {
      workflow.set(1);
    }
  },
  CREATE {
    @Override
    void run(OwnedWorkflow workflow) {
      workflow.createBeside();
    }
  },
  ADD_TASKS {
    @Override
    void run(OwnedWorkflow workflow) {
      workflow.addTasks();
    }
  };

  abstract void run(OwnedWorkflow workflow);
}
