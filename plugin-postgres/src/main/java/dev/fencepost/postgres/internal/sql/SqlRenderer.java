// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    return new Sql(text, parameters, Set.of());
  }

  /** Renders a write. */
  public WriteSql render(WriteQuery write) {
    return switch (write) {
      case WriteQuery.Folded folded -> new WriteSql.Folded(render(folded.statement()));
      case WriteQuery.Sequence sequence -> sequence(sequence);
    };
  }

  private WriteSql sequence(WriteQuery.Sequence sequence) {
    List<Query> first = new ArrayList<>(sequence.preparations());
    first.add(sequence.conditions());
    String conditions = text(first);
    List<String> inConditions = List.copyOf(parameters);
    String changes = text(List.copyOf(sequence.changes().values()));
    List<String> inChanges = List.copyOf(parameters);
    return new WriteSql.Sequence(
        new Sql(conditions, inConditions, Set.copyOf(inChanges)),
        sequence.preparations().size(),
        new Sql(changes, inChanges, Set.copyOf(inConditions)),
        List.copyOf(sequence.changes().keySet()),
        sequence.counted());
  }

  /** The text of several statements that are sent as one. */
  private String text(List<Query> queries) {
    parameters.clear();
    return queries.stream().map(context::render).collect(Collectors.joining("; "));
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
