# Makes TABs of executables. Needs CMake 3.20 or later, with Ninja or make, and elf2tab on the PATH (or -D ELF2TAB=/path/to/elf2tab).
#
#   tock_add_app(<target> EXECUTABLES <executable>... [OPTIONS <option>...])
#
# The target makes <target>/<target>.tab, and a TBF beside it for each executable. An executable <target>.cortex-m4 is the app for a
# Cortex-M4. The options are those of elf2tab; files that they name, such as keys, are followed.
find_program(ELF2TAB elf2tab REQUIRED)
# Paths in dependency files are those of this directory.
cmake_policy(SET CMP0116 NEW)

function(tock_add_app target)
  cmake_parse_arguments(PARSE_ARGV 1 app "" "" "EXECUTABLES;OPTIONS")
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target})
  set(tab ${directory}/${target}.tab)
  foreach(executable IN LISTS app_EXECUTABLES)
    string(REGEX REPLACE "^${target}[.]" "" architecture ${executable})
    set_target_properties(${executable} PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY ${directory} OUTPUT_NAME ${architecture} SUFFIX .elf)
    list(APPEND elfs ${directory}/${architecture}.elf)
    list(APPEND tbfs ${directory}/${architecture}.tbf)
  endforeach()

  # make does not see that a command has changed, but that this file has.
  file(GENERATE OUTPUT ${directory}/options CONTENT "${app_OPTIONS}\n")
  # Without a build date equal inputs give equal bytes.
  add_custom_command(
    OUTPUT ${tbfs} ${tab} # Ninja wants the dependency file to name the first one first
    COMMAND ${ELF2TAB} -n ${target} --deterministic ${app_OPTIONS} --depfile ${tab}.d -o ${tab} ${elfs}
    DEPENDS ${app_EXECUTABLES} ${elfs} ${directory}/options
    DEPFILE ${tab}.d
    COMMENT "Converting ${target}"
    VERBATIM)
  add_custom_target(${target} ALL DEPENDS ${tab} ${tbfs})
endfunction()
