@echo off
rem Starts Batchline on Windows; builds it with Maven first when this is a checkout that was not built.
rem Tasks of "run --local" need Linux or macOS; everything that talks to Azure works here.
setlocal
set "ROOT=%~dp0"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo batchline: Java 17 or later is needed, and neither JAVA_HOME nor the PATH leads to one. 1>&2
  exit /b 4
)

set "INSTALL=%ROOT%"
if exist "%ROOT%lib\" goto start

set "INSTALL=%ROOT%orchestrator\target\dist\"
if exist "%INSTALL%lib\" goto start
where mvn >nul 2>&1
if errorlevel 1 (
  echo batchline: Maven 3.8 or later is needed to build this checkout. 1>&2
  exit /b 4
)
if not exist "%ROOT%.batchline" mkdir "%ROOT%.batchline"
echo batchline: building 1>&2
pushd "%ROOT%"
call mvn -B -Dmaven.test.skip=true -pl "!acceptance,!benchmarks" package > "%ROOT%.batchline\build.log" 2>&1
set "OUTCOME=%errorlevel%"
popd
if not "%OUTCOME%"=="0" (
  echo batchline: the build failed; see "%ROOT%.batchline\build.log" 1>&2
  exit /b 70
)

:start
set "JAR="
for %%J in ("%INSTALL%lib\batchline-?.*.jar") do set "JAR=%%J"
if not defined JAR (
  echo batchline: "%INSTALL%lib" has no batchline jar 1>&2
  exit /b 70
)
rem Commands that answer soon compile quickly; those that work for long compile well what is used a lot.
set "COMPILE=-XX:TieredStopAtLevel=1"
for %%C in (run rerun attach collect plan) do if "%~1"=="%%C" set "COMPILE=-XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=12000 -XX:Tier4CompileThreshold=300000 -XX:Tier4BackEdgeThreshold=800000"
"%JAVA%" -Xmx512m -XX:+UseSerialGC %COMPILE% -Xshare:auto "-Dbatchline.install=%INSTALL%." %BATCHLINE_JAVA_OPTIONS% -jar "%JAR%" %*
exit /b %errorlevel%
