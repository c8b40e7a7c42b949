// Runs programs in turn, again and again, and prints for each the medians of wall time (ms), CPU time (ms) and peak memory (KiB).
//
//   measure [-e] REPEATS PROGRAM... -- ARGUMENT... [-- FILE...]
//
// All FILEs go to one process behind the ARGUMENTs; with -e each goes to a process of its own, times are added up, and the peak is
// that of the largest. What the programs print is thrown away; a status other than 0 ends the measurement.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { WALL, CPU, PEAK, QUANTITIES };

extern char **environ;

static void fail(const char *what) {
    fprintf(stderr, "measure: %s\n", what);
    exit(1);
}

static double milliseconds(struct timeval time) {
    return time.tv_sec * 1e3 + time.tv_usec / 1e3;
}

static void run(char **command, const posix_spawn_file_actions_t *quiet, double *result) {
    struct timespec start, end;
    struct rusage usage;
    pid_t child;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (posix_spawn(&child, command[0], quiet, NULL, command, environ) != 0 || wait4(child, &status, 0, &usage) < 0)
        fail(command[0]);
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (status != 0)
        fail("a program has failed");
    result[WALL] += (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6;
    result[CPU] += milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
    if (usage.ru_maxrss > result[PEAK])
        result[PEAK] = usage.ru_maxrss;
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static int count_until_dashes(char **words) {
    int count = 0;
    while (words[count] != NULL && strcmp(words[count], "--") != 0)
        count++;
    return count;
}

int main(int argc, char **argv) {
    int each = argc > 1 && strcmp(argv[1], "-e") == 0;
    char **words = argv + 1 + each;
    int repeats = words[0] == NULL ? 0 : atoi(words[0]);
    char **programs = words + 1;
    int program_count = repeats > 0 ? count_until_dashes(programs) : 0;
    if (program_count == 0 || programs[program_count] == NULL)
        fail("usage: measure [-e] REPEATS PROGRAM... -- ARGUMENT... [-- FILE...]");
    char **arguments = programs + program_count + 1;
    int argument_count = count_until_dashes(arguments);
    char **files = arguments + argument_count + (arguments[argument_count] != NULL);
    int file_count = count_until_dashes(files);

    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);

    char **command = calloc(argument_count + file_count + 2, sizeof *command);
    double *results = calloc((size_t)program_count * QUANTITIES * repeats, sizeof *results);
    if (command == NULL || results == NULL)
        fail("out of memory");
    memcpy(command + 1, arguments, argument_count * sizeof *command);

    for (int repeat = 0; repeat < repeats; repeat++) {
        for (int program = 0; program < program_count; program++) {
            double result[QUANTITIES] = {0};
            command[0] = programs[program];
            for (int file = 0; file < (each ? file_count : 1); file++) {
                int taken = each ? 1 : file_count;
                memcpy(command + 1 + argument_count, files + file, taken * sizeof *command);
                run(command, &quiet, result);
            }
            for (int quantity = 0; quantity < QUANTITIES; quantity++)
                results[(program * QUANTITIES + quantity) * repeats + repeat] = result[quantity];
        }
    }

    for (int program = 0; program < program_count; program++) {
        for (int quantity = 0; quantity < QUANTITIES; quantity++) {
            double *values = results + (program * QUANTITIES + quantity) * repeats;
            qsort(values, repeats, sizeof *values, ascending);
            printf("%.3f%c", values[repeats / 2], quantity == QUANTITIES - 1 ? '\n' : '\t');
        }
    }
    return 0;
}
