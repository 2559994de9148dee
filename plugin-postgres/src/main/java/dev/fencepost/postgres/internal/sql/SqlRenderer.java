// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** Renders statements for the schema a user has chosen. Not for use by several threads at once. */
public final class SqlRenderer {

  private static final String GENERATED_SCHEMA = "fencepost";

  private final List<String> parameters = new ArrayList<>();
  private final DSLContext context;

  /**
   * A renderer.
   *
   * @param schemaName the schema the tables live in, unquoted
   */
  public SqlRenderer(String schemaName) {
    Settings settings =
        new Settings()
            .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
            .withRenderMapping(
                new RenderMapping()
                    .withSchemata(
                        new MappedSchema().withInput(GENERATED_SCHEMA).withOutput(schemaName)));
    this.context =
        DSL.using(
            new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(settings)
                .set(new ParameterListener()));
  }

  /** Renders a statement whose parameters all have names. */
  public Sql render(Query query) {
    parameters.clear();
    String text = context.render(query);
    return new Sql(text, parameters);
  }

  private final class ParameterListener implements VisitListener {
    @Override
    public void visitStart(VisitContext visit) {
      if (visit.queryPart() instanceof Param<?> parameter && !parameter.isInline()) {
        String name = parameter.getParamName();
        if (name == null) {
          throw new IllegalStateException("a parameter has no name: " + parameter);
        }
        parameters.add(name);
      }
    }
  }
}
