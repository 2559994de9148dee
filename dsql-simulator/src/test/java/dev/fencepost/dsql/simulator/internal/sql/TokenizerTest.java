// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT Foo._b1$                ~ select foo . _b1$
          'it''s' "a""b" U&"x"           ~ it's a"b x
          E'a\\'b' 'a\\'                 ~ a'b a\\
          $$a'b$$ $tag$ $$ $tag$ $1      ~ `a'b  $$  $1`
          1.5e-3 .5 12..13 0x1F 1_000    ~ 1.5e-3 .5 12 .. 13 0x1F 1_000
          a->>'b' @> c <= -1 x=-1        ~ a ->> b @> c <= - 1 x = - 1
          a::int[] b:=c                  ~ a :: int [ ] b := c
          a/* x /* y */ z */b--c         ~ a b
          a-- ' comment                  ~ a
          a+-b a<-b @-b                  ~ a + - b a < - b @- b
          $x                             ~ $ x
          """)
  void readsTokensAsPostgresDoes(String sql, String values) {
    List<String> tokens = Tokenizer.tokens(sql).stream().map(Token::value).toList();
    assertThat(String.join(" ", tokens)).isEqualTo(values);
  }

  @Test
  void tellsNamesStringsAndKeywordsApart() {
    assertThat(Tokenizer.tokens("update \"update\" 'update' $2 7 = ;"))
        .extracting(Token::kind)
        .containsExactly(
            Token.Kind.WORD,
            Token.Kind.QUOTED_NAME,
            Token.Kind.STRING,
            Token.Kind.PARAMETER,
            Token.Kind.NUMBER,
            Token.Kind.OPERATOR,
            Token.Kind.PUNCTUATION);
  }

  @Test
  void splitsStatementsOutsideOfQuotesCommentsBracketsAndBodies() {
    assertThat(
            Script.split(
                "SELECT ';'; ; -- no; end\n"
                    + " SELECT $a$;$a$ /* ; */ ; CREATE FUNCTION f() RETURNS int BEGIN ATOMIC"
                    + " SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3"))
        .containsExactly(
            "SELECT ';'",
            "SELECT $a$;$a$",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END;"
                + " SELECT 2; END",
            "SELECT 3");
  }

  @Test
  void readsAnyTextWithoutFailing() {
    Dialect dialect = Dialect.of(new DialectOptions(DialectOptions.DataModifyingCtes.ACCEPTED));
    List<String> words =
        List.of(
            "select",
            "from",
            "where",
            "(",
            ")",
            "[",
            "]",
            ",",
            ";",
            ".",
            "*",
            "'a'",
            "\"b\"",
            "$1",
            "$$",
            "with",
            "as",
            "update",
            "set",
            "insert",
            "into",
            "values",
            "delete",
            "returning",
            "on",
            "conflict",
            "do",
            "nothing",
            "for",
            "share",
            "of",
            "key",
            "table",
            "create",
            "index",
            "async",
            "alter",
            "add",
            "column",
            "drop",
            "begin",
            "isolation",
            "level",
            "lateral",
            "left",
            "join",
            "order",
            "by",
            "limit",
            "group",
            "all",
            "case",
            "end",
            "::",
            "=",
            "-",
            "/*",
            "*/",
            "--",
            "explain",
            "analyze",
            "identity",
            "default");
    Random random = new Random(11);
    for (int text = 0; text < 20_000; text++) {
      StringBuilder sql = new StringBuilder();
      int length = random.nextInt(24);
      for (int word = 0; word < length; word++) {
        sql.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      for (Statement statement : dialect.read(sql.toString())) {
        if (statement instanceof Statement.Write write) {
          assertThat(write.asSelect()).as(sql.toString()).isNotNull();
        }
      }
    }
  }
}
