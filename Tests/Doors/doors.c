/* Answers the cases of a table through the C interface, one line for each row of each answer, numbers by
 * their bits. Reads lines "KEY<tab>VALUE" from standard input; "end" closes a case. See doors.py. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <surveystats.h>

enum { MOST = 64, LENGTH = 4096 };

/* Ends a line: a heading, and so a term, may hold a line break. */
#define END "\x1e\n"

typedef struct list {
  const char *values[MOST];
  int64_t count;
} list;

static char storage[MOST * 16][LENGTH];
static int stored;

static const char *keep(const char *text) {
  char *place = storage[stored++];
  strncpy(place, text, LENGTH - 1);
  place[LENGTH - 1] = 0;
  return place;
}

static void print_number(double value, int undefined) {
  uint64_t bits;
  if (undefined || isnan(value)) {
    printf("\t-");
    return;
  }
  memcpy(&bits, &value, sizeof bits);
  printf("\t%016" PRIx64, bits);
}

/* CRC-32 as zlib has it: whole documents are compared by it. */
static uint32_t checksum(const char *data, int64_t length) {
  uint32_t state = UINT32_MAX;
  for (int64_t i = 0; i < length; i++) {
    state ^= (unsigned char)data[i];
    for (int bit = 0; bit < 8; bit++) state = (state >> 1) ^ (state & 1 ? 0xEDB88320u : 0);
  }
  return ~state;
}

static void print_answer(const char *id, const surveystats_estimates *estimates) {
  int64_t rows = surveystats_estimates_n_rows(estimates);
  surveystats_text *document = NULL;
  printf("%s\tanswer\t%s", id, surveystats_estimates_command(estimates));
  print_number(surveystats_estimates_confidence(estimates), 0);
  printf(END);
  for (int64_t i = 0; i < rows; i++) {
    surveystats_row row = SURVEYSTATS_ROW_INIT;
    surveystats_estimates_row(estimates, i, &row, NULL);
    printf("%s\t%" PRId64 "\t%s\t%s\t%s\t", id, i, row.statistic, row.term, row.level ? row.level : "-");
    printf("%s|%s|%s\t", row.period ? row.period : "-", row.period_from ? row.period_from : "-",
           row.period_to ? row.period_to : "-");
    printf("%s|%s|%s\t", row.section ? row.section : "-", row.method ? row.method : "-", row.base ? row.base : "-");
    for (int64_t k = 0; k < row.n_groups; k++) {
      const char *column = NULL;
      const char *value = NULL;
      surveystats_estimates_group(estimates, i, k, &column, &value, NULL);
      printf("%s=%s;", column, value);
    }
    printf("\t%" PRId64 "\t%" PRId64, row.n, row.n_missing);
    print_number(row.estimate, 0);
    print_number(row.std_error, 0);
    print_number(row.conf_low, 0);
    print_number(row.conf_high, 0);
    print_number(row.df, isinf(row.df));
    print_number(row.weighted_n, 0);
    print_number(row.deff, 0);
    print_number(row.cv, 0);
    print_number(row.statistic_value, 0);
    print_number(row.df2, isinf(row.df2));
    print_number(row.p_value, 0);
    print_number(row.prob, 0);
    printf(END);
  }
  if (surveystats_estimates_has_covariance(estimates)) {
    printf("%s\tcovariance", id);
    for (int64_t i = 0; i < rows; i++) {
      for (int64_t j = 0; j < rows; j++) {
        double value = 0;
        surveystats_estimates_covariance(estimates, i, j, &value, NULL);
        print_number(value, 0);
      }
    }
    printf(END);
  }
  printf("%s\tnotes", id);
  for (int64_t i = 0; i < surveystats_estimates_n_notes(estimates); i++) {
    const char *code = NULL;
    const char *text = NULL;
    surveystats_estimates_note(estimates, i, SURVEYSTATS_LANGUAGE_EN, &code, &text, NULL);
    printf("\t%s\t%s", code, text);
  }
  printf(END);
  surveystats_estimates_render(estimates, SURVEYSTATS_FORMAT_JSON, SURVEYSTATS_LANGUAGE_EN, &document, NULL);
  printf("%s\tdocument\t%08" PRIx32 END, id,
         checksum(surveystats_text_data(document), surveystats_text_length(document)));
  surveystats_text_destroy(document);
}

static int32_t position(const char *name, const char *const *names, int count) {
  for (int i = 0; i < count; i++) {
    if (strcmp(name, names[i]) == 0) return i;
  }
  return -1;
}

/* The questions on satisfaction that the answers show. */
static surveystats_status find_items(const surveystats_dataset *dataset, list *items, surveystats_error *error) {
  int64_t positions[MOST];
  surveystats_status status =
      surveystats_dataset_satisfaction_items(dataset, NULL, positions, MOST, &items->count, error);
  for (int64_t i = 0; i < items->count && status == SURVEYSTATS_OK; i++) {
    const char *name = NULL;
    status = surveystats_dataset_column_name(dataset, positions[i], &name, error);
    if (name) items->values[i] = keep(name);
  }
  return status;
}

/* The design of a file, its answers described and its weights fitted to margins where the case says so. Where
 * `found` is not NULL, the items are found from the answers and written there. */
static surveystats_design *open_design(
    const char *path, const surveystats_dataset_options *reading, const surveystats_meaning *meaning, list *found,
    const surveystats_design_options *how, int32_t weighting, const char *margins, int32_t keep_total,
    surveystats_error *error) {
  surveystats_dataset *plain = NULL;
  surveystats_dataset *dataset = NULL;
  surveystats_design *design = NULL;
  surveystats_design *fitted = NULL;
  surveystats_meaning said = *meaning;
  if (surveystats_dataset_open_csv(path, reading, &plain, error) == SURVEYSTATS_OK
      && (!found || find_items(plain, found, error) == SURVEYSTATS_OK)) {
    if (found) {
      said.scale = "auto";
      said.items = found->values;
      said.n_items = found->count;
    }
    if (surveystats_dataset_described(plain, &said, NULL, &dataset, error) == SURVEYSTATS_OK) {
      surveystats_design_create(dataset, how, &design, error);
    }
  }
  surveystats_dataset_destroy(plain);
  surveystats_dataset_destroy(dataset);
  if (!design || !margins) return design;
  surveystats_design_weighted(design, weighting, margins, keep_total, NULL, &fitted, error);
  surveystats_design_destroy(design);
  return fitted;
}

int main(void) {
  static const char *const lonely[] = {"fail", "remove", "adjust", "average", "certainty", "collapse"};
  static const char *const intervals[] = {"logit",  "xlogit",          "wald",    "korn-graubard", "beta",
                                          "wilson", "wilson-adjusted", "arcsine"};
  static const char *const rules[] = {"math", "school", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"};
  static const char *const quantile_intervals[] = {"mean", "beta", "xlogit", "arcsine", "score"};
  static const char *const statistics[] = {"mean", "proportion", "total", "top2", "score-of-max", "score-of-range"};
  static const char *const kind_names[] = {"mean", "score-of-max", "score-of-range", "top2"};
  static const char *const bases[] = {"valid", "users", "all"};
  static const char *const methods[] = {"delta", "log", "fieller", "bootstrap"};
  static const char *const replicates[] = {"none", "jk1", "jkn", "brr", "fay", "bootstrap"};
  static const char *const samplings[] = {"",        "census", "srs",         "systematic", "stratified",
                                          "cluster", "quota",  "convenience", "voluntary"};
  static char line[LENGTH];
  const char *id = "", *data = "", *prior = NULL, *command = "", *expression = "", *statistic = "mean";
  const char *margins = NULL, *deff = "0";
  double population = 0, margin = 0, proportion = 0, response_rate = 0;
  int32_t finds_items = 0;
  list margins_from = {{0}, 0}, found = {{0}, 0}, earlier_found = {{0}, 0};
  surveystats_survey_facts facts = SURVEYSTATS_SURVEY_FACTS_INIT;
  int32_t kinds[MOST];
  int64_t n_kinds = 0;
  int32_t base = SURVEYSTATS_BASE_VALID, weighting = SURVEYSTATS_WEIGHTING_RAKE, keep_total = 0;
  list items = {{0}, 0}, strata = {{0}, 0}, cluster = {{0}, 0}, fpc = {{0}, 0}, by = {{0}, 0};
  surveystats_slice levels[MOST];
  surveystats_dataset_options reading = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_meaning meaning = SURVEYSTATS_MEANING_INIT;
  surveystats_design_options how = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_growth_options growth = SURVEYSTATS_GROWTH_OPTIONS_INIT;
  surveystats_quantile_options quantile = SURVEYSTATS_QUANTILE_OPTIONS_INIT;
  double probs[MOST];

  while (fgets(line, sizeof line, stdin)) {
    char *value;
    line[strcspn(line, "\n")] = 0;
    value = strchr(line, '\t');
    if (value) *value++ = 0;
    if (strcmp(line, "end") != 0) {
      const char *kept = keep(value ? value : "");
      list *target = NULL;
      if (strcmp(line, "case") == 0) id = kept;
      if (strcmp(line, "data") == 0) data = kept;
      if (strcmp(line, "prior") == 0) prior = kept;
      if (strcmp(line, "period") == 0) growth.period = kept;
      if (strcmp(line, "from") == 0) growth.from = kept;
      if (strcmp(line, "to") == 0) growth.to = kept;
      if (strcmp(line, "id") == 0) growth.id = kept;
      if (strcmp(line, "method") == 0) growth.method = position(kept, methods, 4);
      if (strcmp(line, "shared_clusters") == 0) growth.shared_clusters = 1;
      if (strcmp(line, "command") == 0) command = kept;
      if (strcmp(line, "expression") == 0) expression = kept;
      if (strcmp(line, "statistic") == 0) statistic = kept;
      if (strcmp(line, "missing") == 0) reading.missing = kept;
      if (strcmp(line, "keep_total_rows") == 0) reading.keep_total_rows = 1;
      if (strcmp(line, "codebook") == 0) meaning.codebook = kept;
      if (strcmp(line, "scale") == 0) meaning.scale = kept;
      if (strcmp(line, "counts") == 0) meaning.counts = kept;
      if (strcmp(line, "kinds") == 0) kinds[n_kinds++] = position(kept, kind_names, 4);
      if (strcmp(line, "base") == 0) base = position(kept, bases, 3);
      if (strcmp(line, "comparable") == 0) growth.comparable = 1;
      if (strcmp(line, "poststratify") == 0 || strcmp(line, "rake") == 0) {
        margins = kept;
        weighting = line[0] == 'p' ? SURVEYSTATS_WEIGHTING_POSTSTRATIFY : SURVEYSTATS_WEIGHTING_RAKE;
      }
      if (strcmp(line, "keep_total") == 0) keep_total = 1;
      if (strcmp(line, "weights") == 0) how.weights = kept;
      if (strcmp(line, "population") == 0) population = strtod(kept, NULL);
      if (strcmp(line, "margin") == 0) margin = strtod(kept, NULL);
      if (strcmp(line, "proportion") == 0) proportion = strtod(kept, NULL);
      if (strcmp(line, "response_rate") == 0) response_rate = strtod(kept, NULL);
      if (strcmp(line, "finds_items") == 0) finds_items = 1;
      if (strcmp(line, "issued") == 0) facts.issued = strtoll(kept, NULL, 10);
      if (strcmp(line, "returned") == 0) facts.returned = strtoll(kept, NULL, 10);
      if (strcmp(line, "sampling") == 0) facts.sampling = position(kept, samplings, 9);
      if (strcmp(line, "nominal_margin") == 0) facts.nominal_margin = 1;
      if (strcmp(line, "margins") == 0) facts.margins = kept;
      if (strcmp(line, "margins_where") == 0) facts.margins_where = kept;
      if (strcmp(line, "margins_from") == 0) target = &margins_from;
      if (strcmp(line, "lonely_psu") == 0) how.lonely_psu = position(kept, lonely, 6);
      if (strcmp(line, "replicate_type") == 0) how.replicate_type = position(kept, replicates, 6);
      if (strcmp(line, "replicates") == 0) how.replicates = strtoll(kept, NULL, 10);
      if (strcmp(line, "seed") == 0) how.seed = strtoll(kept, NULL, 10);
      if (strcmp(line, "fay_rho") == 0) how.fay_rho = strtod(kept, NULL);
      if (strcmp(line, "mse") == 0) how.mse = 1;
      if (strcmp(line, "where") == 0) request.where = kept;
      if (strcmp(line, "level") == 0) request.confidence = strtod(kept, NULL);
      if (strcmp(line, "covariance") == 0) request.covariance = 1;
      if (strcmp(line, "interval") == 0 && strcmp(command, "quantile") == 0) {
        quantile.interval = position(kept, quantile_intervals, 5);
      } else if (strcmp(line, "interval") == 0) {
        request.interval = position(kept, intervals, 8);
      }
      if (strcmp(line, "rule") == 0) quantile.rule = position(kept, rules, 11);
      if (strcmp(line, "probs") == 0) {
        probs[quantile.n_probs++] = strtod(kept, NULL);
        quantile.probs = probs;
      }
      if (strcmp(line, "deff") == 0) {
        deff = kept;
        request.deff = strcmp(kept, "replace") == 0 ? SURVEYSTATS_DEFF_WITH_REPLACEMENT
                                                    : SURVEYSTATS_DEFF_WITHOUT_REPLACEMENT;
      }
      if (strcmp(line, "df") == 0) {
        request.df = strcmp(kept, "inf") == 0 ? SURVEYSTATS_DF_NORMAL : SURVEYSTATS_DF_FIXED;
        request.df_value = strcmp(kept, "inf") == 0 ? 0 : strtod(kept, NULL);
      }
      if (strcmp(line, "items") == 0) target = &items;
      if (strcmp(line, "strata") == 0) target = &strata;
      if (strcmp(line, "cluster") == 0) target = &cluster;
      if (strcmp(line, "fpc") == 0) target = &fpc;
      if (strcmp(line, "by") == 0) target = &by;
      if (target) target->values[target->count++] = kept;
      if (strcmp(line, "levels") == 0) {
        levels[request.n_levels].data = kept;
        levels[request.n_levels++].length = (int64_t)strlen(kept);
        request.levels = levels;
      }
      continue;
    }

    {
      surveystats_error error = SURVEYSTATS_ERROR_INIT;
      surveystats_design *design = NULL;
      surveystats_design *earlier = NULL;
      surveystats_estimates *estimates = NULL;
      int is_sample_size = strcmp(command, "sample-size") == 0;
      /* In validity it says whom the sample is to speak for, whatever the design. */
      if (strcmp(command, "validity") != 0) how.population = population;
      facts.population = population;
      facts.margins_from = margins_from.values;
      facts.n_margins_from = margins_from.count;
      how.strata = strata.values;
      how.n_strata = strata.count;
      how.cluster = cluster.values;
      how.n_cluster = cluster.count;
      how.fpc = fpc.values;
      how.n_fpc = fpc.count;
      request.by = by.values;
      request.n_by = by.count;
      if (meaning.scale) {
        meaning.items = items.values;
        meaning.n_items = items.count;
      }
      if (is_sample_size) {
        surveystats_sample_size(margin, proportion, population, strtod(deff, NULL), response_rate, request.confidence,
                                &estimates, &error);
      } else {
        design = open_design(data, &reading, &meaning, finds_items ? &found : NULL, &how, weighting, margins,
                             keep_total, &error);
      }
      if (design) {
        if (strcmp(command, "mean") == 0) {
          surveystats_mean(design, items.values, items.count, &request, NULL, &estimates, &error);
        } else if (strcmp(command, "total") == 0) {
          surveystats_total(design, items.values, items.count, &request, NULL, &estimates, &error);
        } else if (strcmp(command, "proportion") == 0) {
          surveystats_proportion(design, items.values, items.count, &request, NULL, &estimates, &error);
        } else if (strcmp(command, "quantile") == 0) {
          surveystats_quantile(design, items.values, items.count, &quantile, &request, NULL, &estimates, &error);
        } else if (strcmp(command, "reliability") == 0) {
          surveystats_reliability(design, items.values, items.count, &request, NULL, &estimates, &error);
        } else if (strcmp(command, "score") == 0) {
          surveystats_score(design, items.values, items.count, kinds, n_kinds, base, &request, NULL, &estimates,
                            &error);
        } else if (strcmp(command, "frequency") == 0) {
          surveystats_frequency(design, items.values, items.count, NULL, &request, NULL, &estimates, &error);
        } else if (strcmp(command, "growth") == 0) {
          growth.statistic = position(statistic, statistics, 6);
          growth.base = base;
          if (prior) {
            earlier = open_design(prior, &reading, &meaning, NULL, &how, weighting, margins, keep_total, &error);
          }
          if (!prior || earlier) {
            surveystats_growth(design, earlier, items.values, items.count, &growth, &request, NULL, &estimates,
                               &error);
          }
        } else if (strcmp(command, "validity") == 0) {
          surveystats_validity(design, &facts, items.values, items.count, &request, NULL, &estimates, &error);
        } else if (strcmp(command, "summary") == 0) {
          const list *asked = finds_items ? &found : &items;
          if (prior) {
            earlier = open_design(prior, &reading, &meaning, finds_items ? &earlier_found : NULL, &how, weighting,
                                  margins, keep_total, &error);
          }
          if (!prior || earlier) {
            surveystats_summary(design, earlier, &facts, asked->values, asked->count, &growth, &request, NULL,
                                &estimates, &error);
          }
        } else {
          surveystats_contrast(design, expression,
                               strcmp(statistic, "total") == 0 ? SURVEYSTATS_CONTRAST_TOTAL
                                                               : SURVEYSTATS_CONTRAST_MEAN,
                               &request, NULL, &estimates, &error);
        }
      }
      if (estimates) {
        print_answer(id, estimates);
      } else {
        printf("%s\terror\t%s" END, id, error.message);
      }
      surveystats_estimates_destroy(estimates);
      surveystats_design_destroy(earlier);
      surveystats_design_destroy(design);
    }
    id = data = command = expression = "";
    prior = margins = NULL;
    deff = "0";
    population = margin = proportion = response_rate = 0;
    finds_items = 0;
    margins_from.count = found.count = earlier_found.count = 0;
    facts = (surveystats_survey_facts)SURVEYSTATS_SURVEY_FACTS_INIT;
    n_kinds = 0;
    base = SURVEYSTATS_BASE_VALID;
    keep_total = 0;
    meaning = (surveystats_meaning)SURVEYSTATS_MEANING_INIT;
    growth = (surveystats_growth_options)SURVEYSTATS_GROWTH_OPTIONS_INIT;
    quantile = (surveystats_quantile_options)SURVEYSTATS_QUANTILE_OPTIONS_INIT;
    statistic = "mean";
    items.count = strata.count = cluster.count = fpc.count = by.count = 0;
    reading = (surveystats_dataset_options)SURVEYSTATS_DATASET_OPTIONS_INIT;
    how = (surveystats_design_options)SURVEYSTATS_DESIGN_OPTIONS_INIT;
    request = (surveystats_request)SURVEYSTATS_REQUEST_INIT;
    stored = 0;
  }
  return 0;
}
