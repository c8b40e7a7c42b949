/* The program is linked against the C library of the machine it is made on, and would need one as new as that: a symbol is bound to its
   newest version. Since glibc 2.34, which moved threads and loading to libc, that shuts out distributions that are in use. These functions
   do what they did (log and pow, of 2.29, tell of errors otherwise, which nobody asks for); so each call (`--wrap`, see Native.props) goes
   to the version that x86-64 has had from the start. */

#define OLD(name, version) \
    asm(".symver old_" #name ", " #name "@GLIBC_" #version "\n" \
        ".pushsection .text\n" \
        ".globl __wrap_" #name "\n" \
        ".type __wrap_" #name ", @function\n" \
        "__wrap_" #name ": jmp *old_" #name "@GOTPCREL(%rip)\n" \
        ".size __wrap_" #name ", . - __wrap_" #name "\n" \
        ".popsection")

OLD(dladdr, 2.2.5);
OLD(dlclose, 2.2.5);
OLD(dlerror, 2.2.5);
OLD(dlopen, 2.2.5);
OLD(dlsym, 2.2.5);
OLD(log, 2.2.5);
OLD(pow, 2.2.5);
OLD(pthread_attr_getstack, 2.2.5);
OLD(pthread_attr_setstacksize, 2.2.5);
OLD(pthread_condattr_setclock, 2.3.3);
OLD(pthread_create, 2.2.5);
OLD(pthread_getattr_np, 2.2.5);
OLD(pthread_key_create, 2.2.5);
OLD(pthread_kill, 2.2.5);
OLD(pthread_mutexattr_destroy, 2.2.5);
OLD(pthread_mutexattr_init, 2.2.5);
OLD(pthread_mutexattr_settype, 2.2.5);
OLD(pthread_once, 2.2.5);
OLD(pthread_rwlock_rdlock, 2.2.5);
OLD(pthread_rwlock_unlock, 2.2.5);
OLD(pthread_rwlock_wrlock, 2.2.5);
OLD(pthread_setname_np, 2.12);
OLD(pthread_setspecific, 2.2.5);
OLD(pthread_sigmask, 2.2.5);

/* The start of a program that was linked with 2.34 leaves constructors to the library; an older one wants a function that calls them. */

typedef void Constructor(int count, char **arguments, char **environment);
typedef int Main(int count, char **arguments, char **environment);

extern Constructor *const __init_array_start[] __attribute__((visibility("hidden")));
extern Constructor *const __init_array_end[] __attribute__((visibility("hidden")));

static void construct(int count, char **arguments, char **environment)
{
    for (Constructor *const *each = __init_array_start; each != __init_array_end; each++)
        (*each)(count, arguments, environment);
}

int old_libc_start_main(Main *, int, char **, Constructor *, void (*)(void), void (*)(void), void *);
asm(".symver old_libc_start_main, __libc_start_main@GLIBC_2.2.5");

int __wrap___libc_start_main(
    Main *start, int count, char **arguments, Constructor *constructors, void (*destructors)(void), void (*end)(void), void *stack)
{
    return old_libc_start_main(start, count, arguments, constructors ? constructors : construct, destructors, end, stack);
}
