/*
 * Runs a program and writes what it cost, its children that it waited for included (wait4).
 * Build: cc -O2 -o measure measure.c
 * Run:   measure RESULT_FILE LIMIT_SECONDS PROGRAM [ARGUMENT]…
 * Result: "WALL_NS USER_US SYSTEM_US PEAK_BYTES EXIT_CODE", the peak being that of the largest process.
 * A small program of its own, since the peak of a process counts from before its exec: started by Node, it would be Node's.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile pid_t child;

/* Over the limit, or asked to stop: the program must not outlive us. */
static void stop(int signal_number) {
  (void)signal_number;
  if (child > 0) kill(child, SIGKILL);
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long micros(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

int main(int count, char **arguments) {
  if (count < 4) return 2;
  long long began = now();
  child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    execvp(arguments[3], arguments + 3);
    perror(arguments[3]);
    _exit(127);
  }
  int signals[] = { SIGALRM, SIGTERM, SIGINT, SIGHUP };
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], stop);
  alarm((unsigned)atoi(arguments[2]));
  int status = 0;
  struct rusage used;
  while (wait4(child, &status, 0, &used) < 0) continue;
  long long took = now() - began;
#ifdef __APPLE__
  long long peak = used.ru_maxrss;
#else
  long long peak = used.ru_maxrss * 1024LL;
#endif
  FILE *result = fopen(arguments[1], "w");
  if (!result) return 1;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  fprintf(result, "%lld %lld %lld %lld %d\n", took, micros(used.ru_utime), micros(used.ru_stime), peak, code);
  return fclose(result) ? 1 : 0;
}
