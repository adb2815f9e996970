/*
 * The Arrow C interfaces from C: a producer written by hand, what the library makes of it, and a consumer of results.
 * Part of test_surveystats.c, whose harness it uses.
 */

/* The structs, as the specification of the Arrow C data and stream interfaces gives them. */
#define ARROW_C_DATA_INTERFACE
struct ArrowSchema {
  const char *format, *name, *metadata;
  int64_t flags, n_children;
  struct ArrowSchema **children, *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};
struct ArrowArray {
  int64_t length, null_count, offset, n_buffers, n_children;
  const void **buffers;
  struct ArrowArray **children, *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

/* Two columns, y (double) and channel (utf8), in chunks of the five rows of small_dataset. */
struct producer {
  int chunks, given, fails, begins_again;
  int schemas, arrays, streams; /* released */
  struct ArrowSchema schema_children[2], *schema_list[2];
  struct ArrowArray children[2], *list[2];
  const void *none[1], *y_buffers[2], *channel_buffers[3];
};

static const uint8_t channel_bits[] = {0x17}; /* the fourth is missing */
static const int32_t channel_ends[] = {0, 3, 6, 9, 9, 12};

static void child_released(struct ArrowArray *array) { array->release = NULL; }
static void child_schema_released(struct ArrowSchema *schema) { schema->release = NULL; }

static void schema_released(struct ArrowSchema *schema) {
  ((struct producer *)schema->private_data)->schemas++;
  schema->release = NULL;
}

static void array_released(struct ArrowArray *array) {
  ((struct producer *)array->private_data)->arrays++;
  array->release = NULL;
}

static void stream_released(struct ArrowArrayStream *stream) {
  ((struct producer *)stream->private_data)->streams++;
  stream->release = NULL;
}

static void make_schema(struct producer *producer, struct ArrowSchema *out) {
  static const char *const formats[] = {"g", "u"}, *const names[] = {"y", "channel"};
  memset(out, 0, sizeof *out);
  for (int i = 0; i < 2; i++) {
    memset(&producer->schema_children[i], 0, sizeof producer->schema_children[i]);
    producer->schema_children[i].format = formats[i];
    producer->schema_children[i].name = names[i];
    producer->schema_children[i].release = child_schema_released;
    producer->schema_list[i] = &producer->schema_children[i];
  }
  out->format = "+s";
  out->n_children = 2;
  out->children = producer->schema_list;
  out->release = schema_released;
  out->private_data = producer;
}

static void make_array(struct producer *producer, struct ArrowArray *out) {
  memset(out, 0, sizeof *out);
  memset(producer->children, 0, sizeof producer->children);
  producer->y_buffers[1] = answers;
  producer->channel_buffers[0] = channel_bits;
  producer->channel_buffers[1] = channel_ends;
  producer->channel_buffers[2] = "webappwebweb";
  for (int i = 0; i < 2; i++) {
    producer->children[i].length = 5;
    producer->children[i].null_count = i;
    producer->children[i].n_buffers = i == 0 ? 2 : 3;
    producer->children[i].buffers = i == 0 ? producer->y_buffers : producer->channel_buffers;
    producer->children[i].release = child_released;
    producer->list[i] = &producer->children[i];
  }
  out->length = 5;
  out->n_buffers = 1;
  out->buffers = producer->none;
  out->n_children = 2;
  out->children = producer->list;
  out->release = array_released;
  out->private_data = producer;
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  struct producer *producer = stream->private_data;
  if (producer->begins_again) producer->given = 0;
  make_schema(producer, out);
  return 0;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  struct producer *producer = stream->private_data;
  if (producer->fails) return 5;
  if (producer->given == producer->chunks) {
    memset(out, 0, sizeof *out);
  } else {
    producer->given++;
    make_array(producer, out);
  }
  return 0;
}

static const char *stream_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return "the tape is torn";
}

static struct ArrowArrayStream stream_of(struct producer *producer) {
  struct ArrowArrayStream stream = {stream_schema, stream_next, stream_error, stream_released, producer};
  return stream;
}

static double mean_of_y(surveystats_dataset *dataset, surveystats_status expected) {
  surveystats_design *design = plain_design(dataset);
  surveystats_estimates *estimates = NULL;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  GIVES(expected, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
  if (estimates != NULL) surveystats_estimates_row(estimates, 0, &row, NULL);
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
  return row.estimate;
}

static void arrow_streams_are_kept_read_once_or_again(void) {
  for (int32_t passes = SURVEYSTATS_ARROW_KEEP; passes <= SURVEYSTATS_ARROW_AGAIN; passes++) {
    struct producer producer = {0};
    struct ArrowArrayStream stream = stream_of(&producer);
    surveystats_dataset *dataset = NULL;
    const char *name = NULL;
    producer.chunks = 3;
    producer.begins_again = passes == SURVEYSTATS_ARROW_AGAIN;
    GIVES(SURVEYSTATS_OK, surveystats_dataset_open_arrow_stream(&stream, passes, NULL, NULL, &dataset, NULL));
    CHECK(stream.release == NULL);
    CHECK(surveystats_dataset_n_columns(dataset) == 2);
    GIVES(SURVEYSTATS_OK, surveystats_dataset_column_name(dataset, 1, &name, NULL));
    CHECK(strcmp(name, "channel") == 0);
    CHECK(near(mean_of_y(dataset, SURVEYSTATS_OK), 3.2));
    CHECK(producer.arrays == (passes == SURVEYSTATS_ARROW_KEEP ? 0 : 3));
    mean_of_y(dataset, passes == SURVEYSTATS_ARROW_ONCE ? SURVEYSTATS_ERROR_SOURCE_CHANGED : SURVEYSTATS_OK);
    surveystats_dataset_destroy(dataset);
    CHECK(producer.arrays == (passes == SURVEYSTATS_ARROW_AGAIN ? 6 : 3));
    CHECK(producer.schemas == (passes == SURVEYSTATS_ARROW_AGAIN ? 3 : 1));
    CHECK(producer.streams == 1);
  }
}

static void arrow_streams_are_released_whatever_is_wrong(void) {
  surveystats_dataset_options options = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_dataset *dataset = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  for (int wrong = 0; wrong < 5; wrong++) {
    struct producer producer = {0};
    struct ArrowArrayStream stream = stream_of(&producer);
    surveystats_status status = SURVEYSTATS_OK;
    producer.chunks = 1;
    options.encoding = wrong == 1 ? "utf-8" : NULL;
    options.missing = wrong == 2 ? "z=9" : NULL;
    producer.fails = wrong == 3;
    if (wrong == 4) {
      status = surveystats_dataset_open_arrow_stream(&stream, 0, NULL, NULL, NULL, &error);
    } else {
      status = surveystats_dataset_open_arrow_stream(&stream, wrong == 0 ? 3 : 0, &options, NULL, &dataset, &error);
    }
    CHECK(status == (wrong == 2 ? SURVEYSTATS_ERROR_UNKNOWN_COLUMN : wrong == 3 ? SURVEYSTATS_ERROR_IO : INVALID));
    CHECK(error.code == status);
    if (wrong == 3) CHECK(strstr(error.message, "the tape is torn") != NULL);
    CHECK(dataset == NULL);
    CHECK(stream.release == NULL);
    CHECK(producer.streams == 1);
    CHECK(producer.arrays == (wrong == 2 ? 1 : 0));
  }
  GIVES(INVALID, surveystats_dataset_open_arrow_stream(NULL, 0, NULL, NULL, &dataset, NULL));
  {
    struct ArrowArrayStream released = {NULL, NULL, NULL, NULL, NULL};
    GIVES(INVALID, surveystats_dataset_open_arrow_stream(&released, 0, NULL, NULL, &dataset, NULL));
  }
}

static void an_arrow_array_is_a_table(void) {
  struct producer producer = {0};
  struct ArrowSchema schema;
  struct ArrowArray array;
  surveystats_dataset *dataset = NULL;
  make_schema(&producer, &schema);
  make_array(&producer, &array);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_from_arrow_array(&schema, &array, NULL, &dataset, NULL));
  CHECK(schema.release == NULL && array.release == NULL);
  CHECK(near(mean_of_y(dataset, SURVEYSTATS_OK), 3.2));
  CHECK(producer.schemas == 1 && producer.arrays == 0);
  surveystats_dataset_destroy(dataset);
  CHECK(producer.arrays == 1);

  make_schema(&producer, &schema);
  make_array(&producer, &array);
  array.n_children = 3;
  GIVES(
      SURVEYSTATS_ERROR_MALFORMED_DATA, surveystats_dataset_from_arrow_array(&schema, &array, NULL, &dataset, NULL));
  CHECK(dataset == NULL && producer.schemas == 2 && producer.arrays == 2);

  make_schema(&producer, &schema);
  GIVES(INVALID, surveystats_dataset_from_arrow_array(&schema, NULL, NULL, &dataset, NULL));
  make_array(&producer, &array);
  GIVES(INVALID, surveystats_dataset_from_arrow_array(NULL, &array, NULL, &dataset, NULL));
  CHECK(producer.schemas == 3 && producer.arrays == 3);
}

static void results_are_arrow_streams_that_outlive_them(void) {
  surveystats_design *design = small_design();
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_estimates *estimates = NULL;
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  struct ArrowArray array, moved;
  const char *by[] = {"channel"};
  double expected = 0;
  request.by = by;
  request.n_by = 1;
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_number(estimates, 1, 0, &expected, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_arrow_stream(estimates, &stream, NULL));
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);

  CHECK(stream.get_schema(&stream, &schema) == 0);
  CHECK(strcmp(schema.format, "+s") == 0 && schema.n_children > 10);
  CHECK(strcmp(schema.children[0]->name, "channel") == 0 && strcmp(schema.children[0]->format, "u") == 0);
  CHECK(strcmp(schema.children[3]->name, "estimate") == 0 && strcmp(schema.children[3]->format, "g") == 0);
  CHECK(stream.get_next(&stream, &array) == 0 && array.release != NULL);
  CHECK(array.length == 2 && array.n_children == schema.n_children);
  /* A column may be moved out of its table and outlive it. */
  moved = *array.children[3];
  array.children[3]->release = NULL;
  array.release(&array);
  CHECK(array.release == NULL);
  CHECK(((const double *)moved.buffers[1])[1] == expected);
  moved.release(&moved);
  CHECK(stream.get_next(&stream, &array) == 0 && array.release == NULL);
  schema.release(&schema);
  stream.release(&stream);
  CHECK(stream.release == NULL);

  stream.release = stream_released;
  GIVES(INVALID, surveystats_estimates_arrow_stream(NULL, &stream, NULL));
  CHECK(stream.release == NULL);
  GIVES(INVALID, surveystats_estimates_arrow_stream(NULL, NULL, NULL));
}
